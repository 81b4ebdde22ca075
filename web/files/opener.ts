// Opening files: one of them becomes the scene, the others are there for it to name. Says what came of it.
import { formatBytes } from '../controls/format';
import type { EngineClient } from '../engine/client';
import { sceneIn } from '../keeping/png-scene';
import { baseFrom } from '../keeping/share-link';
import type { SceneError } from '../raypool';
import type { SceneFile } from '../state/gallery';
import type { Notice, Store } from '../state/store';
import type { Workspace } from '../state/workspace';
import { chooseScene } from './choose';
import { addEntry, nativeScene, setMember } from './json-edit';
import type { Library } from './library';
import { bestMatch, fileName, kindOf } from './names';
import type { NamedFile } from './scan';

const largestFile = 512 * 2 ** 20;
/** Longer texts are not looked into: that would hold up the page. */
const longestEdited = 2 << 20;
const namesShown = 5;
const opened = 'Scenes are .json files, models .glb, .gltf, .obj or .ply, light .hdr or .exr, pictures .png or .jpg.';

type Action = NonNullable<Notice['actions']>[number];

export class Opener {
  /** Lets the person choose files; set by the controls. */
  chooseMore: (() => void) | null = null;
  /** Resolves once the editor is there, so that what it holds can be had back by undo. */
  editorReady: () => Promise<void> = () => Promise.resolve();
  /** A model that could not be opened without files that are missing. */
  private pending: string | null = null;
  /** Text of the message shown last, without what is said of the storage. */
  private plain = '';
  /** Shown last. */
  private notice: Notice | null = null;
  /** Files that the person has been told are missing: an edit does not say so again. */
  private told = '';
  /** What was said of the scene in hand. */
  private said: { text: string; sceneText: string; actions: readonly Action[] } | null = null;

  constructor(
    private readonly store: Store,
    private readonly workspace: Workspace,
    private readonly client: EngineClient,
    private readonly library: Library,
    /** The page's own folder. */
    private readonly home: string,
    private readonly keep: boolean,
  ) {
    store.watch(['missing'], () => this.showMissing());
    // Told with the message on what was opened, whichever comes first.
    store.watch(['filesProblem'], () => {
      const { notice, filesProblem, files } = store.state;
      if (filesProblem === '' || files.length === 0 || (notice && notice !== this.notice)) return;
      if (notice) this.tell(notice.kind, this.plain, notice.actions, notice.about);
      else this.tell('warning', '');
    });
    store.watch(['text'], () => {
      if (!this.said || this.said.sceneText === store.state.text) return;
      if (store.state.notice && store.state.notice === this.notice && this.notice.kind === 'info') store.set({ notice: null });
      this.said = null;
    });
  }

  /** Of files from a person or a program. Resolves to the name of what became the scene, or null. */
  async open(given: readonly NamedFile[], onlyAdd = false): Promise<string | null> {
    const tooLarge = given.filter(({ file }) => file.size > largestFile);
    let files = given.filter(({ file }) => file.size <= largestFile);
    if (tooLarge[0]) {
      this.tell('error', `${tooLarge[0].name} is ${formatBytes(tooLarge[0].file.size)}; at most ${formatBytes(largestFile)} are read.`);
    } else if (files.length === 0) {
      this.tell('warning', 'There are no files in it.');
    }
    if (files.length === 0) return null;
    const awaited = this.store.state.missing.map(({ path }) => path);
    const chosen = onlyAdd ? null : chooseScene(files, awaited);
    const carrier = onlyAdd || chosen ? null : await this.carrier(files, awaited);
    const main = chosen ?? carrier;
    if (main) {
      this.library.beginScene();
    } else {
      const strange = files.filter((file) => this.isStrange(file, awaited));
      files = files.filter((file) => !strange.includes(file));
      if (files.length === 0) {
        this.tell('warning', `${names(strange.map(({ name }) => name))}: nothing that Raypool opens. ${opened}`);
        return null;
      }
    }
    // Kept for the next visit meanwhile; what is wrong with that is told by the library.
    for (const { name, file } of files) {
      if (file !== main?.file || (main === chosen && kindOf(name) !== 'scene')) void this.library.add(name, file, this.keep);
    }
    if (!main) {
      await this.addFiles(files, awaited);
      return null;
    }
    const others = files.length - 1;
    const with_ = others > 0 ? ` with ${others} more ${others === 1 ? 'file' : 'files'}` : '';
    if (carrier) {
      await this.show(carrier.scene, `Opened the scene in ${carrier.name}${with_}.`);
    } else if (kindOf(main.name) === 'scene') {
      await this.show(await this.openScene(main), `Opened ${main.name}${with_}.`);
    } else if (!await this.openModel(main.name, this.home, with_)) {
      return null;
    }
    return main.name;
  }

  /** A model of the library, on the default stage. */
  async openModel(name: string, base: string, suffix = ''): Promise<SceneFile | null> {
    const { text: formerText, base: formerBase, sceneId } = this.store.state;
    const former = { text: formerText, base: formerBase, id: sceneId };
    this.pending = null;
    try {
      const { text } = await this.client.open(name, base);
      const scene = { text, base, id: '' };
      const isNative = former.text.length <= longestEdited && nativeScene(former.text) !== null;
      const both = isNative ? addEntry(former.text, 'objects', { model: { file: name } }) : null;
      const actions: Action[] = both === null ? [] : [{
        label: 'Add to the former scene',
        run: () => void this.show({ ...former, text: both }, `Added ${name}.`),
      }];
      await this.show(scene, `Opened ${name}${suffix}.`, actions);
      return scene;
    } catch (error) {
      if ((error as Error).name === 'AbortError') return null;
      const { missing } = this.store.state;
      if (missing.length > 0) this.pending = name;
      const faults = (error as Partial<SceneError>).diagnostics;
      const why = missing.length > 0 ? `It needs ${names(missing.map(({ path }) => path))}.`
        : faults?.[0] ? sentence([faults[0].message, faults[0].hint].filter(Boolean).join('; ')) : (error as Error).message;
      this.tell('error', `${name} could not be opened. ${why}`, missing.length > 0 ? [this.addAction()] : []);
      return null;
    }
  }

  /** A model from an address, for the page's start. */
  async fetchModel(address: string): Promise<SceneFile> {
    const url = new URL(address, this.home);
    const { text } = await this.client.open(fileName(decodeURIComponent(url.pathname)), url.href);
    return { text, base: url.href, id: '' };
  }

  /** One more object in the scene in hand. */
  addModel(name: string): void {
    this.edit((text) => addEntry(text, 'objects', { model: { file: name } }), `Added ${name}.`);
  }

  /** The light around the scene in hand; without a scene that has one, a stage for the picture. */
  async useEnvironment(name: string): Promise<void> {
    const { text } = this.store.state;
    const scene = text.length <= longestEdited ? nativeScene(text) : null;
    if (!scene) {
      await this.openModel(name, this.home);
      return;
    }
    const old = scene['environment'] as { type?: string } | undefined;
    const kept = old?.type === 'image' ? old : {};
    this.edit((text) => setMember(text, 'environment', { ...kept, type: 'image', path: name }), `${name} is the light around the scene now.`);
  }

  makeTexture(name: string): void {
    const texture = fileName(name).replace(/\.[^.]*$/, '');
    this.edit((text) => addEntry(text, 'textures', { type: 'image', path: name }, texture),
              `“${texture}” is a texture now: name it in a material, as in "base_color": "${texture}".`);
  }

  private edit(change: (text: string) => string | null, told: string): void {
    const { text, base } = this.store.state;
    const changed = text.length <= longestEdited && nativeScene(text) ? change(text) : null;
    if (changed === null) {
      this.tell('warning', 'This scene has no place for it. It has to be in the native format, without mistakes, and not to have it yet.');
      return;
    }
    void this.show({ text: changed, base, id: '' }, told);
  }

  /** Of no kind that is known, and nothing asks for it. */
  private isStrange({ name }: NamedFile, awaited: readonly string[]): boolean {
    return kindOf(name) === 'unknown' && !awaited.some((path) => bestMatch(path, [{ name }]) !== null) && !this.isNamed(name);
  }

  private isNamed(name: string): boolean {
    return this.store.state.text.toLowerCase().includes(fileName(name).toLowerCase());
  }

  /** A picture that carries the scene it is of, unless the scene in hand waits for just that picture; a scene by another name. */
  private async carrier(files: readonly NamedFile[], awaited: readonly string[]): Promise<(NamedFile & { scene: SceneFile }) | null> {
    for (const { name, file } of files) {
      if (this.isStrange({ name, file }, awaited) && /^\s*\{\s*"/.test(await file.slice(0, 200).text()))
        return { name, file, scene: await this.openScene({ name, file }) };
      if (!/\.png$/i.test(name) || awaited.some((path) => bestMatch(path, [{ name }]) !== null)) continue;
      const scene = await sceneIn(file);
      if (scene) return { name, file, scene: { text: scene.text, base: baseFrom(scene.base, this.home), id: '' } };
    }
    return null;
  }

  private async openScene({ file }: NamedFile): Promise<SceneFile> {
    return { text: await file.text(), base: this.home, id: '' };
  }

  /** Takes the editor's place by a step that can be undone. */
  async show(scene: SceneFile, text: string, actions: readonly Action[] = []): Promise<void> {
    await this.editorReady();
    const { text: formerText, base, sceneId } = this.store.state;
    const former = { text: formerText, base, id: sceneId };
    this.pending = null;
    this.store.set({ missing: [] });
    this.workspace.open(scene);
    const undo: Action = { label: 'Undo opening', run: () => {
      this.store.set({ notice: null });
      this.workspace.open(former);
    } };
    const all = former.text === '' ? actions : [...actions, undo];
    this.said = { text, sceneText: this.store.state.text, actions: all };
    this.tell('info', text, all);
  }

  private async addFiles(files: readonly NamedFile[], awaited: readonly string[]): Promise<void> {
    const added = files.length === 1 ? files[0]!.name : `${files.length} files`;
    if (this.pending !== null) {
      await this.openModel(this.pending, this.home);
      return;
    }
    const found = awaited.filter((path) => files.some((file) => this.library.find(path)?.name === file.name));
    if (found.length > 0 || files.some(({ name }) => this.isNamed(name))) {
      this.tell('info', `Added ${added}.`);
      this.workspace.renderQuietly();
      return;
    }
    const light = files.find(({ name }) => kindOf(name) === 'environment');
    const pictures = files.filter(({ name }) => kindOf(name) === 'picture');
    if (light) {
      await this.useEnvironment(light.name);
    } else if (pictures.length > 0) {
      const actions = pictures.slice(0, 3).map(({ name }): Action => ({
        label: pictures.length === 1 ? 'Make it a texture' : `Make ${fileName(name)} a texture`,
        run: () => this.makeTexture(name),
      }));
      const native = this.store.state.text.length <= longestEdited && nativeScene(this.store.state.text);
      this.tell('info', `${names(files.map(({ name }) => name))}: used wherever the scene names a file like this.`, native ? actions : []);
    } else {
      this.tell('info', `${names(files.map(({ name }) => name))}: used wherever a scene names it.`);
    }
  }

  private showMissing(): void {
    const { missing, notice } = this.store.state;
    const key = missing.map(({ path }) => path).join('\n');
    if (key === this.told) return;
    this.told = key;
    if (missing.length === 0) {
      if (notice?.about !== 'missing') return;
      if (this.said) this.tell('info', this.said.text, this.said.actions);
      else this.store.set({ notice: null });
      return;
    }
    const { text = '', actions = [] } = this.said ?? {};
    const count = missing.length === 1 ? 'A file is missing' : `${missing.length} files are missing`;
    this.tell('warning', `${text} ${count}: ${names(missing.map(({ path }) => path))}.`.trim(), [this.addAction(), ...actions], 'missing');
  }

  private addAction(): Action {
    return { label: 'Add files', run: () => this.chooseMore?.() };
  }

  private tell(kind: Notice['kind'], text: string, actions: readonly Action[] = [], about?: 'missing'): void {
    const { filesProblem } = this.store.state;
    this.plain = text;
    const whole = filesProblem === '' || kind === 'error' ? text : `${text} ${filesProblem}`.trim();
    this.notice = { kind, text: whole, actions, ...(about && { about }) };
    this.store.set({ notice: this.notice });
  }
}

/** With a capital and a full stop. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

function names(list: readonly string[]): string {
  const shown = list.slice(0, namesShown).join(', ');
  return list.length > namesShown ? `${shown} and ${list.length - namesShown} more` : shown;
}
