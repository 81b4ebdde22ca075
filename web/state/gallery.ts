// The scenes that come with the site: scenes/index.json.

/** How much of the format, and of the machine, a scene asks for. The list goes from the simplest to the hardest. */
export type Level = 'beginner' | 'intermediate' | 'advanced';

export interface GalleryEntry {
  id: string;
  title: string;
  level: Level;
  description: string;
  licence: string;
  file: string;
  thumbnail: string;
  width: number;
  height: number;
}

let entries: Promise<GalleryEntry[]> | null = null;

export function loadGallery(base: string): Promise<GalleryEntry[]> {
  entries ??= fetchText(new URL('scenes/index.json', base)).then((text) => JSON.parse(text) as GalleryEntry[]);
  entries.catch(() => (entries = null));
  return entries;
}

export interface SceneFile {
  text: string;
  base: string;
  id: string;
}

/** The scene that a fresh page opens with: the one that the 2018 demo opened with. */
export async function loadFirstScene(base: string): Promise<SceneFile> {
  return loadScene('default', base);
}

/** A scene by gallery name or by address. */
export async function loadScene(name: string, base: string): Promise<SceneFile> {
  const isName = /^[\w-]+$/.test(name);
  const entry = isName ? (await loadGallery(base).catch(() => [])).find(({ id }) => id === name) : undefined;
  const url = new URL(isName ? `scenes/${entry?.file ?? `${name}.json`}` : name, base);
  return { text: await fetchText(url), base: url.href, id: isName ? name : '' };
}

async function fetchText(url: URL): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    const elsewhere = url.origin === location.origin ? '' : ` Only addresses on ${location.host} can be read.`;
    throw new Error(`${url.pathname} could not be fetched.${elsewhere}`);
  }
  if (!response.ok) throw new Error(`There is no scene at ${url.pathname} (the server answered ${response.status}).`);
  return response.text();
}
