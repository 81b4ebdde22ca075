// Whoever presses a key or a button has the cores for a moment, so that what they do shows at once however much is rendered:
// a browser's threads are all alike to the system, and those that render never wait.
import type { EngineClient } from '../engine/client';

export function setUpYielding(client: EngineClient, stage: HTMLElement): void {
  const yieldCores = (event: Event): void => {
    // What moves the camera is answered by a render.
    if (!(event.target instanceof Node && stage.contains(event.target))) client.rest();
  };
  // As soon as they come, before anybody else hears of them. Text comes without keys, too: pasted, dictated.
  for (const type of ['keydown', 'pointerdown', 'beforeinput']) addEventListener(type, yieldCores, { capture: true, passive: true });
}
