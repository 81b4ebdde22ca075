// A small picture of what is on the canvas, for lists.

const width = 192;
const height = 144;

/** A JPEG file, cut to 4:3 from the middle; null where the canvas is empty or the browser refuses. */
export async function smallPicture(canvas: HTMLCanvasElement): Promise<ArrayBuffer | null> {
  const scale = Math.max(width / canvas.width, height / canvas.height);
  const small = document.createElement('canvas');
  small.width = width;
  small.height = height;
  const context = small.getContext('2d');
  if (!context) return null;
  context.imageSmoothingQuality = 'high';
  context.drawImage(canvas, (width - canvas.width * scale) / 2, (height - canvas.height * scale) / 2,
                    canvas.width * scale, canvas.height * scale);
  const blob = await new Promise<Blob | null>((resolve) => small.toBlob(resolve, 'image/jpeg', 0.8));
  return blob ? blob.arrayBuffer() : null;
}
