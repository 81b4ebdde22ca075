// The page's side of the inbox and the outbox in shared memory (app/wasm/protocol.h): a state machine that does a small
// step at each tick and never waits.
import { Control, InboxState, OutboxState } from '@protocol';
import type { ControlBlock } from './control-block';
import type { RequestHeader, Response } from './engine';
import { byteLength, encodeRequest } from './messages';

/** Copied in one tick at most, so that a scene of many megabytes never makes a long task. */
const copyLimit = 4 << 20;

interface Outgoing {
  header: RequestHeader;
  pieces: Uint8Array[];
  /** Comes after the pieces, read a slice at a time. */
  file: Blob | null;
  onSent?: ((share: number) => void) | undefined;
  bytes: number;
}

export class Mailbox {
  private queue: Outgoing[] = [];
  /** The message at the head of the queue has been announced; it may no longer be replaced. */
  private announced = false;
  /** Its file is being read into the engine's memory. */
  private reading = false;
  private piece = 0;
  private offset = 0;
  private address = 0;
  private lastState = -1;
  private lastMove = 0;
  private lastLook = 0;
  private readonly decoder = new TextDecoder();

  constructor(
    private readonly control: ControlBlock,
    private readonly signal: () => void,
    /** A request that can't be made, and why. */
    private readonly onRefused: (header: RequestHeader, why: 'memory' | 'unreadable') => void,
  ) {}

  send(header: RequestHeader, payload: readonly Uint8Array[] = []): void {
    this.post(header, encodeRequest(header, payload), null);
  }

  sendFile(path: string, file: Blob, onSent?: (share: number) => void): void {
    const header = { op: 'asset', path } as const;
    this.post(header, encodeRequest(header), file, onSent);
  }

  private post(header: RequestHeader, pieces: Uint8Array[], file: Blob | null, onSent?: (share: number) => void): void {
    const message = { header, pieces, file, onSent, bytes: byteLength(pieces) + (file?.size ?? 0) };
    // What the engine has not seen yet is worth nothing once a newer one is there.
    const firstFree = this.announced ? 1 : 0;
    if (header.op === 'render' || header.op === 'check' || header.op === 'threads' || header.op === 'display') {
      this.queue = this.queue.filter((other, i) => i < firstFree || other.header.op !== header.op);
    }
    this.queue.push(message);
  }

  /** For how long a message has waited for the engine to move; 0 if none does. */
  waitedMs(now: number): number {
    const state = this.control.load(Control.kInboxState);
    // A gap between two looks means that the page was frozen, and the engine with it.
    if (this.queue.length === 0 || state !== this.lastState || now - this.lastLook > 2000) {
      this.lastState = state;
      this.lastMove = now;
    }
    this.lastLook = now;
    return now - this.lastMove;
  }

  /** A message has not been taken yet. */
  get isSending(): boolean {
    return this.queue.length > 0;
  }

  /** One step. */
  pump(): void {
    const message = this.queue[0];
    if (!message || this.reading) return;
    const control = this.control;
    switch (control.load(Control.kInboxState)) {
      case InboxState.kInboxEmpty:
        if (this.announced) {
          // Taken by the engine: on to the next one.
          this.queue.shift();
          this.announced = false;
          this.pump();
          return;
        }
        this.announced = true;
        this.piece = 0;
        this.offset = 0;
        this.address = 0;
        control.store(Control.kInboxBytes, message.bytes);
        control.store(Control.kInboxState, InboxState.kInboxWanted);
        this.signal();
        return;
      case InboxState.kInboxReady: {
        if (this.piece === 0 && this.offset === 0) {
          this.address = control.pointer(Control.kInboxPointer);
          if (this.address === 0) {
            this.refuse(message.header, 'memory');
            return;
          }
        }
        if (!this.copy(message)) return;
        if (message.file) {
          void this.copyFile(message, message.file);
          return;
        }
        this.complete();
        return;
      }
    }
  }

  private complete(): void {
    this.control.store(Control.kInboxState, InboxState.kInboxFull);
    this.signal();
  }

  private refuse(header: RequestHeader, why: 'memory' | 'unreadable'): void {
    this.control.store(Control.kInboxState, InboxState.kInboxEmpty);
    this.queue.shift();
    this.announced = false;
    this.signal();
    this.onRefused(header, why);
  }

  /** The engine's next message, or null. */
  take(): Response | null {
    const control = this.control;
    if (control.load(Control.kOutboxState) !== OutboxState.kOutboxFull) return null;
    control.refresh();
    const pointer = control.pointer(Control.kOutboxPointer);
    const bytes = control.pointer(Control.kOutboxBytes);
    // A TextDecoder refuses shared memory, so copy first.
    const copy = control.u8.slice(pointer, pointer + bytes);
    const message = JSON.parse(this.decoder.decode(copy)) as Response & { pointer?: number; bytes?: number };
    // The file lies beside the message, and holds until the next one is asked for.
    if (message.type === 'encoded') {
      message.file = control.u8.slice(message.pointer!, message.pointer! + message.bytes!);
    }
    control.store(Control.kOutboxState, OutboxState.kOutboxEmpty);
    this.signal();
    return message;
  }

  private copy(message: Outgoing): boolean {
    this.control.refresh();
    const memory = this.control.u8;
    let budget = copyLimit;
    while (this.piece < message.pieces.length && budget > 0) {
      const piece = message.pieces[this.piece]!;
      const part = piece.subarray(this.offset, this.offset + budget);
      memory.set(part, this.address);
      this.address += part.length;
      this.offset += part.length;
      budget -= part.length;
      if (this.offset === piece.length) {
        this.piece++;
        this.offset = 0;
      }
    }
    return this.piece === message.pieces.length;
  }

  /** A slice is in memory while the next one is read: a large file needs no room of its own on this side. */
  private async copyFile(message: Outgoing, file: Blob): Promise<void> {
    this.reading = true;
    const read = (from: number): Promise<ArrayBuffer> => file.slice(from, from + copyLimit).arrayBuffer();
    try {
      let next = read(0);
      for (let from = 0; from < file.size; from += copyLimit) {
        const slice = new Uint8Array(await next);
        if (slice.length === 0) throw new Error('the file ends early');
        next = read(from + copyLimit);
        next.catch(() => {});
        this.control.refresh();
        this.control.u8.set(slice, this.address);
        this.address += slice.length;
        this.lastMove = performance.now();
        message.onSent?.(Math.min(1, (from + slice.length) / file.size));
      }
    } catch {
      // It was changed or taken away since it was chosen.
      this.reading = false;
      this.refuse(message.header, 'unreadable');
      return;
    }
    this.reading = false;
    this.complete();
  }
}
