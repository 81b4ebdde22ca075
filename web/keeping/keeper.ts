// Keeps what the person writes. The text in hand is kept twice: at once, in storage that can be written while the page goes
// away (of this tab, and of the browser for the next visit), and as a draft in the scene store, so that neither another
// scene nor another tab takes its place. Saved scenes change only when the person says so.
import type { SceneFile } from '../state/gallery';
import { recall, recallHere, remember, rememberHere } from '../state/storage';
import type { Store } from '../state/store';
import { digest } from './packing';
import { mostDrafts, type KeptScene, type KeptFacts, type SceneStore } from './scene-store';

/** Longer texts don't fit into the quick storage; they are in the scene store alone. */
const quickLimit = 2 << 20;

/** What the text in hand is a version of. */
interface Hand {
  /** The saved scene, as it was last read or written. */
  saved: { id: string; version: number; digest: string } | null;
  draft: { id: string; version: number } | null;
  name: string;
}

const empty = (): Hand => ({ saved: null, draft: null, name: '' });
const digestOf = ({ text, base }: { text: string; base: string }): string => digest(`${base}\n${text}`);

export class Keeper {
  private hand = empty();
  private readonly tab = crypto.randomUUID();
  /** One write after the other. */
  private last: Promise<unknown> = Promise.resolve();
  private warned = false;
  /** Title of the gallery scene at an address, for drafts' names; set by the gallery. */
  titleOf: (base: string) => string = () => '';
  /** A picture of what is in hand, if it is done; set by the page. */
  takePicture: () => Promise<ArrayBuffer | null> = () => Promise.resolve(null);

  /** `scenes`: null where nothing is to be kept. */
  constructor(private readonly store: Store, private readonly scenes: Pick<SceneStore, 'list' | 'get' | 'put' | 'amend' | 'remove'> | null) {}

  /** What was left here last time: by this tab, or else by the one that wrote last. */
  async restore(): Promise<SceneFile | null> {
    if (!this.scenes) return null;
    const read = recallHere('left') ? recallHere : recall;
    let scene: SceneFile | null = null;
    let hand = empty();
    try {
      const { saved = null, draft = null, name = '' } = JSON.parse(read('left') ?? '{}') as Partial<Hand>;
      hand = { saved, draft, name };
    } catch {
      // Written by another version of the page.
    }
    const text = read('text');
    if (text) {
      scene = { text, base: read('base') ?? document.baseURI, id: read('scene') ?? '' };
    } else if (hand.draft) {
      const kept = await this.scenes.get(hand.draft.id).catch(() => null);
      if (kept) scene = { ...kept.scene, id: '' };
    }
    if (!scene) return null;
    this.hand = hand;
    this.show(scene);
    return scene;
  }

  /** Another scene comes in hand. `saved`: the kept one that it is. */
  begin(saved?: KeptFacts): void {
    this.hand = empty();
    if (saved) {
      this.hand.name = saved.name;
      if (saved.kind === 'saved') this.hand.saved = { id: saved.id, version: saved.version, digest: saved.digest };
      else this.hand.draft = { id: saved.id, version: saved.version };
      const from = this.store.state.scenes.find(({ id }) => saved.from !== '' && id === saved.from);
      if (from) this.hand.saved = { id: from.id, version: from.version, digest: from.digest };
    }
    this.store.set({ hand: { savedId: this.hand.saved?.id ?? '', name: saved?.name ?? '', changed: saved?.kind === 'draft' } });
  }

  /** Where the text in hand is kept; empty if nowhere. */
  get keptId(): string {
    return this.hand.draft?.id ?? this.hand.saved?.id ?? '';
  }

  /** Keeps the text in hand. Resolves to whether it is in the scene store, or need not be. */
  keep(scene: SceneFile): Promise<boolean> {
    const { hand } = this;
    const isQuick = this.keepQuickly(scene, hand);
    if (!this.scenes) return Promise.resolve(false);
    const kept = this.inTurn(async (scenes) => {
      await this.keepDraft(scenes, scene, hand);
      if (hand !== this.hand) return;
      rememberHere('left', this.leftAs(hand));
      // Unless another tab has written meanwhile: its text does not belong to this draft.
      if (recall('left')?.includes(this.tab)) remember('left', this.leftAs(hand));
      this.show(scene);
    });
    if (!isQuick) void kept.then((done) => done || this.warn());
    return kept;
  }

  /** Once: what is written now will be lost with the page. */
  private warn(): void {
    if (this.warned) return;
    this.warned = true;
    this.store.set({ notice: { kind: 'warning', text: `What you write is not kept. ${this.store.state.scenesProblem}` } });
  }

  /** Under `name`, as the saved scene in hand or, if there is none or `asNew`, as one more. Resolves to its name. */
  async save(scene: SceneFile, name: string, asNew: boolean): Promise<string | null> {
    const { hand } = this;
    let given = name;
    const picture = await this.takePicture();
    const done = await this.inTurn(async (scenes) => {
      const facts = this.facts(scene, 'saved', name, picture);
      const before = asNew ? null : hand.saved;
      let saved = before !== null && await scenes.put(
        { facts: { ...facts, id: before.id, version: before.version + 1 }, scene: textOf(scene) }, before.version);
      if (saved) {
        hand.saved = { id: before!.id, version: before!.version + 1, digest: facts.digest };
      } else {
        // A new one, also where another tab has changed or deleted the one it was.
        given = unused(name, await scenes.list());
        await scenes.put({ facts: { ...facts, name: given }, scene: textOf(scene) }, 0);
        hand.saved = { id: facts.id, version: 1, digest: facts.digest };
        saved = true;
      }
      hand.name = given;
      if (hand.draft) await scenes.remove(hand.draft.id, hand.draft.version);
      hand.draft = null;
    });
    if (!done) return null;
    this.keepQuickly(scene, hand);
    this.show(scene);
    return given;
  }

  async get(id: string): Promise<KeptScene | null> {
    return (await this.scenes?.get(id).catch(() => null)) ?? null;
  }

  /** The list in the store, anew: other tabs write, too. */
  async refresh(): Promise<void> {
    await this.inTurn(() => Promise.resolve());
  }

  async rename(id: string, name: string): Promise<void> {
    await this.inTurn(async (scenes) => {
      const others = (await scenes.list()).filter((facts) => facts.id !== id);
      const given = unused(name, others);
      await scenes.amend(id, { name: given, kind: 'saved' });
      if (this.hand.draft?.id === id) {
        // A name makes a draft a saved scene.
        const kept = await scenes.get(id);
        if (kept) this.hand.saved = { id, version: kept.facts.version, digest: kept.facts.digest };
        this.hand.draft = null;
      }
      if (this.hand.saved?.id === id) {
        this.hand.name = given;
        this.store.set({ hand: { ...this.store.state.hand, savedId: id, name: given } });
      }
    });
  }

  async duplicate(id: string): Promise<void> {
    await this.inTurn(async (scenes) => {
      const kept = await scenes.get(id);
      if (!kept) return;
      const name = unused(kept.facts.name, await scenes.list());
      const facts: KeptFacts = { ...kept.facts, id: crypto.randomUUID(), kind: 'saved', name, from: '', version: 1, changed: Date.now() };
      await scenes.put({ facts, scene: kept.scene }, 0);
    });
  }

  /** Resolves to what puts it back, or null if it was not there. */
  async remove(id: string): Promise<(() => Promise<void>) | null> {
    const kept = await this.get(id);
    if (!kept) return null;
    await this.inTurn((scenes) => scenes.remove(id));
    return async () => void (await this.inTurn((scenes) => scenes.put(kept, 0)));
  }

  /** The picture is done: the list shows it. */
  async keepPicture(): Promise<void> {
    const { hand } = this;
    const id = hand.draft?.id ?? (this.store.state.hand.changed ? undefined : hand.saved?.id);
    if (id === undefined || !this.scenes) return;
    const picture = await this.takePicture();
    if (picture && hand === this.hand) await this.inTurn((scenes) => scenes.amend(id, { picture }));
  }

  private async keepDraft(scenes: NonNullable<Keeper['scenes']>, scene: SceneFile, hand: Hand): Promise<void> {
    const own = digestOf(scene);
    // What comes from the gallery as it is can be had there again; all changes are undone.
    if (scene.id !== '' || hand.saved?.digest === own) {
      if (hand.draft) await scenes.remove(hand.draft.id, hand.draft.version);
      hand.draft = null;
      return;
    }
    if (!hand.draft) {
      const all = await scenes.list();
      // An undo brings back what is kept already.
      const twin = all.find((facts) => facts.digest === own);
      if (twin) {
        const saved = twin.kind === 'saved' ? twin : all.find(({ id }) => id === twin.from);
        if (saved) hand.saved = { id: saved.id, version: saved.version, digest: saved.digest };
        if (twin.kind === 'draft') hand.draft = { id: twin.id, version: twin.version };
        hand.name = (saved ?? twin).name;
        return;
      }
      for (const old of all.filter(({ kind }) => kind === 'draft').slice(mostDrafts - 1)) await scenes.remove(old.id);
    }
    const name = hand.name || this.nameOf(scene);
    const facts: KeptFacts = { ...this.facts(scene, 'draft', name, null), from: hand.saved?.id ?? '' };
    const before = hand.draft;
    if (before && await scenes.put({ facts: { ...facts, id: before.id, version: before.version + 1 }, scene: textOf(scene) }, before.version)) {
      before.version += 1;
      return;
    }
    // The first time, or another tab goes on with the same draft, or has deleted it: from here on this one has its own.
    await scenes.put({ facts, scene: textOf(scene) }, 0);
    hand.draft = { id: facts.id, version: 1 };
  }

  private facts(scene: SceneFile, kind: KeptFacts['kind'], name: string, picture: ArrayBuffer | null): KeptFacts {
    return { id: crypto.randomUUID(), kind, name, from: '', changed: Date.now(), version: 1, digest: digestOf(scene), size: scene.text.length, picture };
  }

  /** Its own title, or that of the gallery scene it was made of. */
  nameOf({ text, base }: { text: string; base: string }, otherwise = 'Scene'): string {
    const title = /^\s*\{[^{}[\]]*?"title"\s*:\s*"([^"\\]{1,80})"/.exec(text.slice(0, 2000))?.[1];
    return title ?? (this.titleOf(base) || otherwise);
  }

  /** False: the next visit will not find the text. */
  private keepQuickly(scene: SceneFile, hand: Hand): boolean {
    const isShort = scene.text.length <= quickLimit;
    let kept = false;
    for (const write of [rememberHere, remember]) {
      kept = write('text', isShort ? scene.text : null) && isShort;
      write('base', scene.base);
      write('scene', scene.id);
      write('left', this.leftAs(hand));
    }
    this.keepShape();
    return kept;
  }

  /** The picture's height by its width, of a text that is kept: the next visit has room for it before it comes (boot.ts). */
  keepShape(): void {
    const { text, width, height } = this.store.state;
    if (!this.scenes || width === 0) return;
    for (const [read, write] of [[recallHere, rememberHere], [recall, remember]] as const) {
      if (read('text') === text) write('shape', String(Math.round(1e4 * height / width) / 1e4));
    }
  }

  private leftAs(hand: Hand): string {
    return JSON.stringify({ ...hand, tab: this.tab });
  }

  private show(scene: SceneFile): void {
    const { saved, name } = this.hand;
    this.store.set({ hand: {
      savedId: saved?.id ?? '', name: saved ? name : '', changed: scene.id === '' && saved?.digest !== digestOf(scene),
    } });
  }

  /** Resolves to whether it could be done; the list in the store is as it is afterwards. */
  private inTurn(work: (scenes: NonNullable<Keeper['scenes']>) => Promise<unknown>): Promise<boolean> {
    const run = async (): Promise<boolean> => {
      const { scenes } = this;
      if (!scenes) return false;
      try {
        await work(scenes);
        this.store.set({ scenes: await scenes.list(), scenesProblem: '' });
        return true;
      } catch (error) {
        this.store.set({ scenesProblem: `This browser keeps no scenes here (${(error as Error).message}). Save them as JSON.` });
        return false;
      }
    };
    const turn = this.last.then(run);
    this.last = turn;
    return turn;
  }
}

const textOf = ({ text, base }: SceneFile): { text: string; base: string } => ({ text, base });

/** The name with a number if there is one like it. */
export function unused(name: string, among: readonly Pick<KeptFacts, 'name' | 'kind'>[]): string {
  const taken = new Set(among.filter(({ kind }) => kind === 'saved').map((facts) => facts.name));
  if (!taken.has(name)) return name;
  const stem = name.replace(/ \d+$/, '');
  for (let n = 2; ; n++) if (!taken.has(`${stem} ${n}`)) return `${stem} ${n}`;
}
