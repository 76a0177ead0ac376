import { Camera, CameraOff } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { t } from "@/lib/i18n";
import { type CameraProblem, closeCamera, openCamera } from "./camera";
import { makeDecoder } from "./decoder";

const LOOK_MS = 150;

type Props = { onCode: (text: string) => void };

/** The picture of the camera, looked at a few times a second; closed when nobody looks at the page. */
export function Viewfinder({ onCode }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const heard = useRef(onCode);
  heard.current = onCode;
  const [problem, setProblem] = useState<CameraProblem | null>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens the camera again
  useEffect(() => {
    let over = false;
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run = async () => {
      const [opened, decode] = await Promise.all([openCamera(), makeDecoder()]);
      const element = video.current;
      if (over || !element) return closeCamera(opened);
      stream = opened;
      element.srcObject = opened;
      await element.play();
      let last: string | null = null;
      const look = async () => {
        if (over) return;
        const text = document.visibilityState === "visible" ? await decode(element) : null;
        // A code stays in the picture: it is told once.
        if (!over && text !== null && text !== last) heard.current(text);
        last = text ?? last;
        timer = setTimeout(() => void look(), LOOK_MS);
      };
      void look();
    };
    setProblem(null);
    run().catch((error: unknown) => {
      if (!over) setProblem(typeof error === "string" ? (error as CameraProblem) : "failed");
    });
    return () => {
      over = true;
      clearTimeout(timer);
      if (stream) closeCamera(stream);
    };
  }, [attempt]);
  if (problem) {
    const again = problem !== "insecure" && problem !== "none" && (
      <Button onClick={() => setAttempt(attempt + 1)}>
        <Camera size={16} aria-hidden="true" />
        {t("scan.again")}
      </Button>
    );
    return (
      <div className="rounded-card border border-line bg-surface shadow-card">
        <Notice small icon={CameraOff} title={t(`scan.${problem}.title`)} actions={again || undefined}>
          {t(`scan.${problem}.text`, { host: location.host })}
        </Notice>
      </div>
    );
  }
  return (
    <div className="relative overflow-hidden rounded-card bg-sunken border border-line aspect-[4/3]">
      <video
        ref={video}
        muted
        playsInline
        aria-label={t("scan.picture")}
        className="absolute inset-0 size-full object-cover"
      />
      <span
        aria-hidden="true"
        className="absolute inset-0 m-auto size-[58%] max-w-[240px] max-h-[240px] rounded-dialog border-2 border-white/90 shadow-[0_0_0_100vmax_rgb(0_0_0/.35)]"
      />
    </div>
  );
}
