// Two or more tabs, as keepers that share a store and the browser's storage, each with a storage of its own.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Store } from '../state/store';
import { Keeper, unused } from './keeper';
import { mostDrafts, type KeptFacts, type KeptScene } from './scene-store';

class FakeScenes {
  kept = new Map<string, KeptScene>();
  refusal = '';
  private clock = 0;
  private check(): void {
    if (this.refusal !== '') throw new Error(this.refusal);
  }
  async list(): Promise<KeptFacts[]> {
    this.check();
    return [...this.kept.values()].map(({ facts }) => facts).sort((a, b) => b.changed - a.changed);
  }
  async get(id: string): Promise<KeptScene | null> {
    this.check();
    return structuredClone(this.kept.get(id)) ?? null;
  }
  async put({ facts, scene }: KeptScene, expected: number): Promise<boolean> {
    this.check();
    if ((this.kept.get(facts.id)?.facts.version ?? 0) !== expected) return false;
    this.kept.set(facts.id, structuredClone({ facts: { ...facts, changed: ++this.clock }, scene }));
    return true;
  }
  async amend(id: string, change: Partial<KeptFacts>): Promise<void> {
    const kept = this.kept.get(id);
    if (kept) kept.facts = { ...kept.facts, ...change };
  }
  async remove(id: string, expected?: number): Promise<void> {
    if (expected === undefined || this.kept.get(id)?.facts.version === expected) this.kept.delete(id);
  }
  texts(kind: string): string[] {
    return [...this.kept.values()].filter(({ facts }) => facts.kind === kind).map(({ scene }) => scene.text).sort();
  }
}

class FakeStorage {
  private readonly values = new Map<string, string>();
  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.values.set(key, value);
  }
  removeItem(key: string): void {
    this.values.delete(key);
  }
}

let scenes: FakeScenes;
beforeEach(() => {
  scenes = new FakeScenes();
  Object.assign(globalThis, { document: { baseURI: 'http://host/' } });
  Object.defineProperty(globalThis, 'localStorage', { value: new FakeStorage(), configurable: true });
});

/** A tab; `storage`: that of the tab that it is a reload or a copy of. */
class Tab {
  readonly store = new Store();
  readonly keeper: Keeper;
  constructor(readonly storage = new FakeStorage()) {
    this.keeper = new Keeper(this.store, scenes);
  }
  private here(): void {
    Object.defineProperty(globalThis, 'sessionStorage', { value: this.storage, configurable: true });
  }
  write(text: string, id = ''): Promise<boolean> {
    this.here();
    return this.keeper.keep({ text, base: 'http://host/', id });
  }
  save(text: string, name: string, asNew = false): Promise<string | null> {
    this.here();
    return this.keeper.save({ text, base: 'http://host/', id: '' }, name, asNew);
  }
  async restore(): Promise<string | undefined> {
    this.here();
    return (await this.keeper.restore())?.text;
  }
  async open(id: string): Promise<void> {
    this.keeper.begin((await scenes.get(id))!.facts);
  }
}

test('one draft grows as one writes; another scene leaves it, and the next one is another', async () => {
  const tab = new Tab();
  await tab.write('a');
  await tab.write('ab');
  assert.deepEqual(scenes.texts('draft'), ['ab']);
  tab.keeper.begin();
  await tab.write('gallery', 'knot');
  assert.deepEqual(scenes.texts('draft'), ['ab']);
  await tab.write('gallery changed');
  assert.deepEqual(scenes.texts('draft'), ['ab', 'gallery changed']);
  // An undo finds the former text again.
  tab.keeper.begin();
  await tab.write('ab');
  await tab.write('abc');
  assert.deepEqual(scenes.texts('draft'), ['abc', 'gallery changed']);
});

test('undone to the gallery’s scene, no draft is left; redone, there is one again', async () => {
  const tab = new Tab();
  await tab.write('ab');
  tab.keeper.begin();
  await tab.write('gallery', 'knot');
  await tab.write('gallery changed');
  assert.deepEqual(scenes.texts('draft'), ['ab', 'gallery changed']);
  await tab.write('gallery', 'knot');
  assert.deepEqual(scenes.texts('draft'), ['ab']);
  await tab.write('gallery changed');
  assert.deepEqual(scenes.texts('draft'), ['ab', 'gallery changed']);
  assert.equal(await tab.restore(), 'gallery changed');
});

test('the picture’s shape is kept with its text, and no other’s', async () => {
  const tab = new Tab();
  tab.store.set({ text: 'wide', width: 160, height: 90 });
  await tab.write('wide');
  assert.equal(tab.storage.getItem('raypool.shape'), '0.5625');
  // A scene that is only looked at.
  tab.store.set({ text: 'of the gallery', width: 100, height: 100 });
  tab.keeper.keepShape();
  assert.equal(tab.storage.getItem('raypool.shape'), '0.5625');
  // Another tab has written last: its picture is what the next visit finds, a reload of this one finds this one's.
  const other = new Tab();
  other.store.set({ text: 'high', width: 90, height: 180 });
  await other.write('high');
  tab.store.set({ text: 'wide', width: 200, height: 100 });
  Object.defineProperty(globalThis, 'sessionStorage', { value: tab.storage, configurable: true });
  tab.keeper.keepShape();
  assert.equal(tab.storage.getItem('raypool.shape'), '0.5');
  assert.equal(localStorage.getItem('raypool.shape'), '2');
});

test('a reload goes on with the draft; a new visit takes up what was written last', async () => {
  const first = new Tab();
  await first.write('mine');
  const other = new Tab();
  await other.write('other');
  assert.equal(await new Tab(first.storage).restore(), 'mine');
  const visit = new Tab();
  assert.equal(await visit.restore(), 'other');
  await visit.write('other, and more');
  assert.deepEqual(scenes.texts('draft'), ['mine', 'other, and more']);
});

test('two tabs with the same scene lose nothing', async () => {
  const a = new Tab();
  await a.write('start');
  const b = new Tab();
  assert.equal(await b.restore(), 'start');
  await a.write('start of a');
  await b.write('start of b');
  await a.write('start of a, more');
  await b.write('start of b, more');
  assert.deepEqual(scenes.texts('draft'), ['start of a, more', 'start of b, more']);

  assert.equal(await a.save('saved', 'Room'), 'Room');
  const [id] = [...scenes.kept].find(([, { facts }]) => facts.kind === 'saved')!;
  await b.open(id);
  assert.equal(await b.save('saved by b', 'Room'), 'Room');
  assert.equal(await a.save('saved by a', 'Room'), 'Room 2');
  assert.deepEqual(scenes.texts('saved'), ['saved by a', 'saved by b']);
});

test('of two tabs that write at once, the next visit takes up one, with its own draft', async () => {
  const [a, b] = [new Tab(), new Tab()];
  const first = a.write('of a');
  await b.write('of b');
  await first;
  const visit = new Tab();
  const text = await visit.restore();
  await visit.write(`${text}, more`);
  assert.deepEqual(scenes.texts('draft').sort(), text === 'of b' ? ['of a', 'of b, more'] : ['of a, more', 'of b']);
});

test('a saved scene changes only when it is saved; its draft goes then, or when it is as it was', async () => {
  const tab = new Tab();
  await tab.save('one', 'Room');
  assert.deepEqual(tab.store.state.hand, { savedId: [...scenes.kept.keys()][0], name: 'Room', changed: false });
  await tab.write('two');
  assert.equal(tab.store.state.hand.changed, true);
  assert.deepEqual([scenes.texts('saved'), scenes.texts('draft')], [['one'], ['two']]);
  await tab.write('one');
  assert.deepEqual([scenes.texts('saved'), scenes.texts('draft')], [['one'], []]);
  await tab.write('three');
  assert.equal(await new Tab(tab.storage).restore(), 'three');
  await tab.save('three', 'Room');
  assert.deepEqual([scenes.texts('saved'), scenes.texts('draft')], [['three'], []]);
  await tab.save('three', 'Room', true);
  assert.deepEqual(scenes.texts('saved'), ['three', 'three']);
});

test('deleted in one tab while another has it: saving makes it anew', async () => {
  const tab = new Tab();
  await tab.save('one', 'Room');
  const other = new Tab();
  const [id] = [...scenes.kept.keys()];
  const back = await other.keeper.remove(id!);
  await tab.save('two', 'Room');
  assert.deepEqual(scenes.texts('saved'), ['two']);
  await back!();
  assert.deepEqual(scenes.texts('saved'), ['one', 'two']);
});

test('rename, duplicate, and a draft that gets a name', async () => {
  const tab = new Tab();
  await tab.save('one', 'Room');
  await tab.write('two');
  const [saved, draft] = ['saved', 'draft'].map((kind) => [...scenes.kept.values()].find(({ facts }) => facts.kind === kind)!.facts.id);
  await tab.keeper.duplicate(saved!);
  await tab.keeper.rename(draft!, 'Room');
  assert.deepEqual([...scenes.kept.values()].map(({ facts }) => facts.name).sort(), ['Room', 'Room 2', 'Room 3']);
  assert.deepEqual(scenes.texts('draft'), []);
  assert.equal(tab.store.state.hand.name, 'Room 3');
  assert.equal(unused('Room 2', [...scenes.kept.values()].map(({ facts }) => facts)), 'Room 4');
});

test('texts too long for the quick storage come back, too; the oldest drafts make room', async () => {
  const tab = new Tab();
  const long = 'x'.repeat(3 << 20);
  await tab.write(long);
  assert.equal(await new Tab(tab.storage).restore(), long);
  for (let i = 0; i < mostDrafts + 5; i++) await new Tab().write(`draft ${i}`);
  assert.equal(scenes.texts('draft').length, mostDrafts);
  assert.ok(!scenes.texts('draft').includes(long));
});

test('where the store refuses, the page says so, and the quick storage still works', async () => {
  scenes.refusal = 'private window';
  const tab = new Tab();
  assert.equal(await tab.write('mine'), false);
  assert.match(tab.store.state.scenesProblem, /private window/);
  assert.equal(tab.store.state.notice, null);
  assert.equal(await tab.save('mine', 'Room'), null);
  assert.equal(await new Tab(tab.storage).restore(), 'mine');
});

test('where nothing at all can be kept, the page says so once', async () => {
  scenes.refusal = 'the disk is full';
  const full = new FakeStorage();
  full.setItem = () => { throw new Error('full'); };
  Object.defineProperty(globalThis, 'localStorage', { value: full, configurable: true });
  const tab = new Tab(full);
  await tab.write('mine');
  assert.match(tab.store.state.notice?.text ?? '', /not kept.*the disk is full/);
  tab.store.set({ notice: null });
  await tab.write('mine, and more');
  assert.equal(tab.store.state.notice, null);
});

test('a name for what has none: its title, or where it is from', () => {
  const { keeper } = new Tab();
  keeper.titleOf = (base) => (base === 'http://host/scenes/knot.json' ? 'Knot' : '');
  assert.equal(keeper.nameOf({ text: '{ "raypool": 1, "title": "My room", "objects": [] }', base: '' }), 'My room');
  assert.equal(keeper.nameOf({ text: '{ "objects": [{ "title": "not this" }] }', base: 'http://host/scenes/knot.json' }), 'Knot');
  assert.equal(keeper.nameOf({ text: '{', base: '' }), 'Scene');
});
