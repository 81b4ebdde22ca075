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
