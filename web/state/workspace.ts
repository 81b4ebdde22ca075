// The scene in hand: its text, and its renders as one types.
import type { DisplaySettings, RenderOptions, Stats } from '../raypool';
import type { SceneEditor } from '../editor/scene-editor';
import type { EngineClient, LiveRender } from '../engine/client';
import { textChange } from '../files/text-change';
import type { Keeper } from '../keeping/keeper';
import type { KeptFacts } from '../keeping/scene-store';
import { Follower } from './follower';
import type { SceneFile } from './gallery';
import type { Parameters } from './parameters';
import { recall, remember } from './storage';
import type { Notice, Overrides, Store } from './store';

/** So much text takes the page and the engine long enough to read that only the last of several is worth it. */
const longText = 1 << 20;
/** The first of several keys is followed at once, the others when nobody types for a moment: a new picture for each of them
 *  would be in the way of the next, in browsers that paint slowly. */
const burstMs = 400;
const pauseMs = 200;
const checkDelayMs = 200;
/** What is wrong with a text is told when nobody has typed for so long: half a word is no mistake. */
const mistakeDelayMs = 500;
const saveDelayMs = 400;
/** Further back, an undo finds the text but not its address. */
const formerKept = 10;

export class Workspace {
  /** Shows what did not come from the editor itself; null until it is loaded. */
  editor: Pick<SceneEditor, 'setText' | 'applyEdit'> | null = null;
  /** Counts the scenes that took the place of others. */
  opened = 0;
  /** Nothing is kept meanwhile: the text in hand is not the person's. */
  onTrial = false;
  private readonly follower = new Follower((shown) => this.renderNow(shown));
  /** The newest text was typed, so that it may be half of one. */
  private typed = false;
  private typedAt = -Infinity;
  private checkTimer = 0;
  private saveTimer = 0;
  private unsaved = false;
  /** Who waits for a live render to be seen, or to fail. */
  private onSeen: () => void = () => {};
  /** Text and base of the newest render asked for. */
  private rendered = { text: '', base: '' };
  /** Scenes that others took the place of, for who undoes that: a text belongs to its address. */
  private former: SceneFile[] = [];
  /** The message that offers to convert a scene, or to lay it out: it goes with the scene. */
  private offer: Notice | null = null;
  /** The scene in hand as it came. */
  private begun: SceneFile = { text: '', base: '', id: '' };
  /** The engine can render. */
  private ready = false;

  constructor(
    private readonly store: Store,
    private readonly client: EngineClient,
    private readonly parameters: Parameters,
    private readonly keeper: Keeper,
  ) {
    addEventListener('pagehide', () => void this.save());
    document.addEventListener('visibilitychange', () => void this.save());
  }

  engineReady(): void {
    this.ready = true;
  }

  /** Takes a scene in hand without rendering it. Only what a person chose or wrote takes the place of what is kept. */
  adopt(scene: SceneFile, keep = false, kept?: KeptFacts): void {
    this.takeUp(scene, keep, kept);
    this.editor?.setText(this.store.state.text);
  }

  /** Goes on with what was left here, which the keeper has in hand already. */
  resume(scene: SceneFile): void {
    this.opened += 1;
    this.change(scene.text, scene.base, scene.id, false);
    this.begun = { ...scene, text: this.store.state.text };
    this.editor?.setText(this.store.state.text);
  }

  private takeUp(scene: SceneFile, keep: boolean, kept?: KeptFacts): void {
    const { text, base, sceneId } = this.store.state;
    if (text !== '') this.former = [...this.former.slice(-formerKept), { text, base, id: sceneId }];
    void this.save();
    this.opened += 1;
    this.store.set({ region: null });
    if (this.offer && this.store.state.notice === this.offer) this.store.set({ notice: null });
    this.keeper.begin(kept);
    this.change(scene.text, scene.base, scene.id, keep);
    this.begun = { ...scene, text: this.store.state.text };
  }

  /** A scene from the gallery, a file or a program. Rendered at once if live rendering is on. */
  open(scene: SceneFile, keep = true, kept?: KeptFacts): void {
    this.takeUp(scene, keep, kept);
    this.override({});
    if (!this.store.state.live || !this.parameters.autostart) {
      this.editor?.setText(this.store.state.text);
      return;
    }
    // The picture before the editor.
    const seen = new Promise<void>((resolve) => { this.onSeen = resolve; });
    this.renderLive();
    this.editor?.setText(this.store.state.text, seen);
  }

  /**
   * A tool of the page has changed the scene's text, as a camera that is turned does: one step of undo, together with all
   * others of the same `gesture` (a name that no other gesture has). `render` false: whoever calls sees to the picture.
   */
  edit(text: string, { gesture, render = true }: { gesture?: string; render?: boolean } = {}): void {
    const change = textChange(this.store.state.text, text);
    if (!change) return;
    this.change(text, this.store.state.base, '', true);
    this.editor?.applyEdit([change], gesture);
    if (render) this.follow(false);
  }

  /** Says why something can't be done with a scene of another's format, with a button that makes it one of Raypool's own. */
  offerConversion(why: string, label: string, then: () => void = () => {}): void {
    const run = async (): Promise<void> => {
      const { text, base } = this.store.state;
      try {
        const converted = await this.client.convert(text, base);
        if (this.store.state.text !== text) return;
        this.store.set({ notice: null });
        this.edit(converted, { render: false });
        this.renderQuietly();
        then();
      } catch (error) {
        this.store.set({ notice: { kind: 'error', text: `The scene could not be converted: ${(error as Error).message}` } });
      }
    };
    this.offer = { kind: 'info', text: why, actions: [{ label, run: () => void run() }] };
    this.store.set({ notice: this.offer });
  }

  /** Offers, beside what is said of the scene, to lay its text out; null: there is no need any more. */
  offerFormat(format: (() => void) | null): void {
    const { notice } = this.store.state;
    if (notice && notice === this.offer) {
      if (!format) this.store.set({ notice: null });
    } else if (format && (!notice || notice.kind === 'info')) {
      const text = 'A line of the text is very long. Formatted, it is quicker to edit, and in colour.';
      this.offer = {
        kind: 'info', text: notice ? `${notice.text} ${text}` : text, actions: [{ label: 'Format', run: format }, ...(notice?.actions ?? [])],
      };
      this.store.set({ notice: this.offer });
    }
  }

  /** Someone changed it in the editor. `typed`: by keys, so that it may be half of what is meant. */
  edited(text: string, typed: boolean): void {
    if (text === this.store.state.text) return;
    // As it was when it came, it is the same scene still.
    const former = text === this.begun.text ? undefined : [...this.former].reverse().find((scene) => scene.text === text);
    if (former) {
      this.begun = former;
      this.former.push({ text: this.store.state.text, base: this.store.state.base, id: this.store.state.sceneId });
      void this.save();
      this.keeper.begin();
    }
    this.change(text, former?.base ?? this.store.state.base, text === this.begun.text ? this.begun.id : '', true);
    this.follow(typed);
  }

  private follow(typed: boolean): void {
    if (this.store.state.live) this.renderLive(typed);
    else this.checkSoon();
  }

  /** The text in hand is the person's from now on. */
  endTrial(): void {
    this.onTrial = false;
    this.unsaved = this.parameters.ui;
    void this.save();
  }

  /** Live rendering on or off; what was written while it was off is rendered as soon as it is on again. */
  setLive(live: boolean): void {
    this.store.set({ live });
    const { text, base } = this.store.state;
    if (live && (text !== this.rendered.text || base !== this.rendered.base)) this.renderLive();
  }

  async render(text?: string, options: RenderOptions = {}, live?: LiveRender): Promise<Stats> {
    this.stopWaiting();
    const { state } = this.store;
    if (text !== undefined && text !== state.text) {
      this.adopt({ text, base: state.base, id: '' });
      this.override({});
    }
    if (options.threads !== undefined) this.setThreads(options.threads);
    this.rendered = { text: state.text, base: state.base };
    return this.client.render(state.text, state.base, { ...this.defaults(), ...options }, live);
  }

  /** A render whose end nobody waits for: what came of it is in the store. */
  renderQuietly(options: RenderOptions = {}): void {
    this.unpause();
    this.render(undefined, options).catch(() => {});
  }

  /** The newest render asked for is of the text as it is. */
  get isRendered(): boolean {
    const { text, base, renderState } = this.store.state;
    return text === this.rendered.text && base === this.rendered.base && renderState !== 'error';
  }

  /** Only this part of the picture, until it is null again; the rest stays as it is. */
  setRegion(region: [number, number, number, number] | null): void {
    this.store.set({ region });
    this.renderQuietly({ coarse: 1 });
  }

  async cancel(): Promise<void> {
    this.stopWaiting();
    const pending = this.store.state.renderState === 'rendering';
    this.unpause();
    await this.client.cancel();
    if (pending && this.store.state.renderState === 'rendering') this.store.set({ renderState: 'cancelled' });
  }

  setThreads(count: number): void {
    const most = Math.max(this.store.state.capabilities?.maxThreads ?? 1, 64);
    const threads = Math.min(most, Math.max(1, Math.round(count) || 1));
    if (threads === this.store.state.threads) return;
    this.client.setThreads(threads);
  }

  /** Another way to show the picture, at once; null: the scene's. */
  setDisplay(change: Partial<DisplaySettings> | null): void {
    const { display, scene, overrides } = this.store.state;
    const { integrator, samples, frame } = overrides;
    const kept = {
      ...(integrator !== undefined && { integrator }), ...(samples !== undefined && { samples }), ...(frame !== undefined && { frame }),
    };
    this.override(change ? { ...overrides, ...change } : kept);
    const next = change ? display && { ...display, ...change } : (scene?.display ?? display);
    if (!next) return;
    this.store.set({ display: next });
    this.client.setDisplay();
  }

  /** Other samples, another integrator or another frame than the scene's (undefined). More samples go on with the picture in hand. */
  setRender(key: 'samples' | 'integrator' | 'frame', value: number | string | undefined): void {
    const { [key]: before, ...rest } = this.store.state.overrides;
    if (before === value) return;
    this.override(value === undefined ? rest : { ...rest, [key]: value });
    const { scene } = this.store.state;
    const same = this.isRendered;
    if (key === 'samples' && typeof value === 'number' && same && scene && scene.integrator !== 'classic' &&
        value > scene.samples) {
      this.more(value);
    } else {
      this.renderQuietly();
    }
  }

  /** To so many samples in all; nobody waits for the end. */
  more(samples: number): void {
    this.stopWaiting();
    this.client.more(samples).catch((error: Error) => {
      if (error.name !== 'AbortError') this.store.set({ notice: { kind: 'error', text: error.message } });
    });
  }

  /** What was set by hand the last time, if it was for this scene. */
  restoreOverrides(): void {
    try {
      const { scene, overrides } = JSON.parse(recall('settings') ?? '{}') as { scene?: string; overrides?: Overrides };
      if (overrides && scene === this.store.state.sceneId) this.store.set({ overrides });
    } catch {
      // Written by another version of the page.
    }
  }

  private override(overrides: Overrides): void {
    this.store.set({ overrides });
    this.rememberOverrides();
  }

  private rememberOverrides(): void {
    if (!this.parameters.ui) return;
    const { overrides, sceneId } = this.store.state;
    const some = Object.keys(overrides).length > 0;
    remember('settings', some ? JSON.stringify({ scene: sceneId, overrides }) : null);
  }

  private defaults(): RenderOptions {
    const options: RenderOptions = {};
    const { samples, seed, integrator } = this.parameters;
    if (samples !== null) options.samples = samples;
    if (seed !== null) options.seed = seed;
    if (integrator !== null) options.integrator = integrator;
    const { samples: ownSamples, integrator: ownIntegrator, frame, ...display } = this.store.state.overrides;
    if (ownSamples !== undefined) options.samples = ownSamples;
    if (ownIntegrator !== undefined) options.integrator = ownIntegrator;
    if (frame !== undefined) options.frame = frame;
    if (Object.keys(display).length > 0) options.display = display;
    if (this.store.state.region) options.crop = this.store.state.region;
    return options;
  }

  private change(given: string, base: string, sceneId: string, keep: boolean): void {
    // The editor counts a line's end as one character; so must the engine, or its places would be off.
    const text = given.includes('\r') ? given.replace(/\r\n?/g, '\n') : given;
    const moved = sceneId !== this.store.state.sceneId;
    this.store.set({ text, base, sceneId });
    if (moved && Object.keys(this.store.state.overrides).length > 0) this.rememberOverrides();
    this.unsaved = keep && this.parameters.ui && !this.onTrial;
    clearTimeout(this.saveTimer);
    if (this.unsaved) this.saveTimer = window.setTimeout(() => void this.save(), saveDelayMs);
  }

  private renderLive(typed = false): void {
    clearTimeout(this.checkTimer);
    if (!this.ready) return;
    // The picture no longer shows this text, and whoever watches the state must not take it for done.
    // A pause belongs to the render before; one that comes now holds for the next.
    this.unpause();
    this.store.set({ renderState: 'rendering', progress: null });
    const now = performance.now();
    const isBurst = typed && now - this.typedAt < burstMs;
    this.typed = typed;
    if (typed) this.typedAt = now;
    this.follower.ask(isBurst || this.store.state.text.length > longText ? pauseMs : 0);
  }

  private renderNow(onShown: () => void): Promise<Stats> {
    const shown = (): void => {
      onShown();
      this.onSeen();
    };
    const stats = this.render(undefined, {}, { onShown: shown, mistakeDelayMs: this.typed ? mistakeDelayMs : 0 });
    const { rendered } = this;
    stats.catch((error: Error) => {
      this.onSeen();
      // A text with mistakes, which may not be shown yet.
      if (error.name !== 'AbortError' && this.rendered === rendered) this.rendered = { text: '', base: '' };
    });
    return stats;
  }

  private checkSoon(): void {
    this.stopWaiting();
    if (!this.ready) return;
    this.checkTimer = window.setTimeout(() => void this.client.check(this.store.state.text, this.store.state.base), checkDelayMs);
  }

  private stopWaiting(): void {
    clearTimeout(this.checkTimer);
    this.follower.stop();
  }

  private unpause(): void {
    if (this.store.state.paused) this.client.setPaused(false);
  }

  /** Keeps what was written last. Resolves to whether it is safe whatever comes. */
  async save(): Promise<boolean> {
    clearTimeout(this.saveTimer);
    const { text, base, sceneId } = this.store.state;
    if (!this.unsaved || text === '') return true;
    this.unsaved = false;
    return this.keeper.keep({ text, base, id: sceneId });
  }
}
