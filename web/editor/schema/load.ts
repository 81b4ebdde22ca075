// The schema, fetched when the editor first needs it. Without it the editor edits plain JSON.
import { SceneSchema, type Schema } from './schema';

let loading: Promise<SceneSchema | null> | null = null;
let loaded: SceneSchema | null = null;

export function loadSchema(): Promise<SceneSchema | null> {
  loading ??= fetch(new URL('scene.schema.json', document.baseURI))
    .then(async (response) => {
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
      return (loaded = new SceneSchema((await response.json()) as Schema));
    })
    .catch((error: unknown) => {
      console.warn('The schema could not be loaded: no completion and no help on fields.', error);
      loading = null;
      return null;
    });
  return loading;
}

/** What there is of it now. */
export const currentSchema = (): SceneSchema | null => loaded;
