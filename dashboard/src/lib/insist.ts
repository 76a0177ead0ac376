const AGAIN_MS = 2_000;

/**
 * A part of the dashboard that is loaded when it is needed. While the gateway is away it is waited for, so that a lost
 * network is never shown as a defect; what a reachable gateway does not have (it was replaced by another version) fails.
 */
export async function insist<Part>(load: () => Promise<Part>): Promise<Part> {
  for (let reachable = false; ; ) {
    try {
      return await load();
    } catch (error) {
      if (reachable) throw error;
      reachable = await fetch("/healthz").then(
        () => true,
        () => false,
      );
      if (!reachable) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
