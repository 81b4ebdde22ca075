// The person's scenes in IndexedDB: those saved under a name, and drafts, which are what was changed and not saved. Facts
// and texts lie apart, so that a list reads no texts. Every write says which version it follows: of two tabs that write the
// same scene one is told so, and nothing is lost.
import { Database } from '../state/database';

export interface KeptFacts {
  id: string;
  kind: 'saved' | 'draft';
  /** Of a draft: what it was made of. */
  name: string;
  /** Of a draft: the saved scene it is a change of, or empty. */
  from: string;
  /** Milliseconds since 1970. */
  changed: number;
  /** Counts up with every change of the text. */
  version: number;
  /** See digest(): of base and text. */
  digest: string;
  /** UTF-16 units of the text. */
  size: number;
  /** A JPEG file, if the scene was rendered. (Not a Blob: WebKit's private windows keep none.) */
  picture: ArrayBuffer | null;
}

export interface SceneText {
  text: string;
  base: string;
}

export type KeptScene = { facts: KeptFacts; scene: SceneText };

/** Drafts beyond these many go, the oldest first. Saved scenes stay. */
export const mostDrafts = 20;

export class SceneStore {
  private readonly database: Database;

  constructor(factory?: () => IDBFactory) {
    this.database = new Database('raypool-scenes', 'id', 'texts', factory);
  }

  /** The newest first. */
  async list(): Promise<KeptFacts[]> {
    const all = await this.database.run('readonly', (facts) => facts.getAll() as IDBRequest<KeptFacts[]>);
    return all.result.sort((a, b) => b.changed - a.changed);
  }

  async get(id: string): Promise<KeptScene | null> {
    const [facts, scene] = await this.database.run('readonly', (facts, texts) => [
      facts.get(id) as IDBRequest<KeptFacts | undefined>, texts.get(id) as IDBRequest<SceneText | undefined>,
    ] as const);
    return facts.result && scene.result ? { facts: facts.result, scene: scene.result } : null;
  }

  /** False, and nothing is written, if the one that is kept is not of version `expected` (0: there is none). */
  async put({ facts, scene }: KeptScene, expected: number): Promise<boolean> {
    let done = true;
    await this.database.run('readwrite', (all, texts) => {
      const before = all.get(facts.id) as IDBRequest<KeptFacts | undefined>;
      before.onsuccess = () => {
        done = (before.result?.version ?? 0) === expected;
        if (!done) return;
        // A picture stays until there is a newer one.
        all.put({ ...facts, picture: facts.picture ?? before.result?.picture ?? null });
        texts.put(scene, facts.id);
      };
    });
    return done;
  }

  /** What does not touch the text. */
  async amend(id: string, change: Partial<Pick<KeptFacts, 'name' | 'picture' | 'kind'>>): Promise<void> {
    await this.database.run('readwrite', (all) => {
      const before = all.get(id) as IDBRequest<KeptFacts | undefined>;
      before.onsuccess = () => {
        if (before.result) all.put({ ...before.result, ...change });
      };
    });
  }

  /** Unless it is no longer of version `expected` (undefined: whatever it is). */
  async remove(id: string, expected?: number): Promise<void> {
    await this.database.run('readwrite', (all, texts) => {
      const before = all.get(id) as IDBRequest<KeptFacts | undefined>;
      before.onsuccess = () => {
        if (expected !== undefined && before.result?.version !== expected) return;
        all.delete(id);
        texts.delete(id);
      };
    });
  }
}
