import { Button } from "./button";
import { Dialog, DialogFoot } from "./dialog";
import type { Wrong } from "./use-deed";
import { WrongNote } from "./wrong-note";

type Props = {
  title: string;
  consequence: string;
  keep: string;
  act: string;
  busy: boolean;
  wrong: Wrong | null;
  onClose: () => void;
  onAct: () => void;
};

/** The consequence first; the safe button says what it keeps. */
export function ConfirmDialog({ title, consequence, keep, act, busy, wrong, onClose, onAct }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="px-5 py-4 space-y-3 text-sm">
        <p className="font-[600]">{consequence}</p>
        <WrongNote wrong={wrong} />
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{keep}</Button>
        <Button look="danger" disabled={busy} onClick={onAct}>
          {act}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
