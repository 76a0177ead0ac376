/** A second connection to the live feed, for what only one page shows and the picture of the fleet does not need. */

import { FeedConnection, type LinkState, SignedOut } from "@/lib/feed/connection";
import type { FeedEvent } from "@/lib/feed/protocol";
import { openSocket } from "@/lib/feed/socket";
import { feedTicket } from "./client";
import { resume } from "./session";

type Wanted = {
  event_types: string[];
  stations: string[] | null;
  onEvent: (event: FeedEvent) => void;
  onState: (state: LinkState) => void;
};

/** Begin to listen; the function ends it. It comes back by itself and continues where it was. */
export function listen({ event_types, stations, onEvent, onState }: Wanted): () => void {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const connection = new FeedConnection({
    url: `${scheme}://${location.host}/api/v1/feed`,
    ticket: async () => {
      const given = await feedTicket();
      if (given === null) throw new SignedOut("no ticket");
      return given;
    },
    open: openSocket,
    random: Math.random,
    onState,
    onSnapshot: () => {},
    onEvent,
    onSignedOut: () => void resume(),
  });
  const visibility = () => connection.setHidden(document.visibilityState === "hidden");
  document.addEventListener("visibilitychange", visibility);
  connection.start({ event_types, stations, snapshot: false });
  return () => {
    document.removeEventListener("visibilitychange", visibility);
    connection.stop();
  };
}
