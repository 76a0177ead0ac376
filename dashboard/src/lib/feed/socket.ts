import type { Socket } from "./connection";

/**
 * A WebSocket that may be closed at any time. One that is still connecting is closed as soon as it is open: browsers
 * write a warning otherwise, each time somebody leaves a page at once.
 */
export function openSocket(url: string, protocols: string[]): Socket {
  const socket = new WebSocket(url, protocols);
  const close = socket.close.bind(socket);
  socket.close = (code) => {
    if (socket.readyState !== WebSocket.CONNECTING) close(code);
    else socket.onopen = () => close(code);
  };
  return socket as unknown as Socket;
}
