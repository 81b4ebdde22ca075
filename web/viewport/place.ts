// Between the page's coordinates and the picture's.

export interface Share {
  /** 0 to 1 from the picture's top left corner; beyond that outside of it. */
  x: number;
  y: number;
}

export function shareAt(sheet: HTMLElement, event: { clientX: number; clientY: number }): Share {
  const box = sheet.getBoundingClientRect();
  return { x: (event.clientX - box.left) / (box.width || 1), y: (event.clientY - box.top) / (box.height || 1) };
}

export const isInside = ({ x, y }: Share): boolean => x >= 0 && y >= 0 && x < 1 && y < 1;

/** Where the picture is larger than its stage, what the keys have moved there is scrolled into sight. */
export function keepInSight(stage: HTMLElement, sheet: HTMLElement, { x, y }: Share): void {
  const edge = 32;
  const [outer, inner] = [stage.getBoundingClientRect(), sheet.getBoundingClientRect()];
  const beyond = (at: number, size: number): number => Math.min(0, at - edge) + Math.max(0, at + edge - size);
  stage.scrollBy(
    beyond(inner.left + x * inner.width - outer.left, stage.clientWidth), beyond(inner.top + y * inner.height - outer.top, stage.clientHeight),
  );
}
