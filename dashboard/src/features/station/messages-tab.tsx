import type { Station } from "@/api/stations";
import { MessageList } from "./message-list";

/** Everything that is said, over the height of the page. */
export default function MessagesTab({ station }: { station: Station }) {
  return <MessageList station={station.ocpp_id} className="h-[60vh]" />;
}
