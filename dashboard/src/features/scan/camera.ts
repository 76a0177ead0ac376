/** Why there is no picture; each has its own way out. */
export type CameraProblem = "insecure" | "denied" | "none" | "busy" | "failed";

const PROBLEMS: Record<string, CameraProblem> = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

export function problemOf(error: unknown): CameraProblem {
  return (error instanceof DOMException && PROBLEMS[error.name]) || "failed";
}

/** The camera on the back of the phone. Raises a `CameraProblem`. */
export async function openCamera(): Promise<MediaStream> {
  // Browsers hide the camera from pages that came without TLS from another host.
  if (!isSecureContext) throw "insecure" satisfies CameraProblem;
  if (!navigator.mediaDevices) throw "none" satisfies CameraProblem;
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (error) {
    throw problemOf(error);
  }
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
