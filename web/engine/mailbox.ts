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
  bytes: number;
}

export class Mailbox {
  private queue: Outgoing[] = [];
  /** The message at the head of the queue has been announced; it may no longer be replaced. */
  private announced = false;
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
  ) {}

  send(header: RequestHeader, payload: readonly Uint8Array[] = []): void {
    const pieces = encodeRequest(header, payload);
    const message = { header, pieces, bytes: byteLength(pieces) };
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

  /** One step. Returns a request for which the engine has no memory, if there is one. */
  pump(): RequestHeader | null {
    const message = this.queue[0];
    if (!message) return null;
    const control = this.control;
    switch (control.load(Control.kInboxState)) {
      case InboxState.kInboxEmpty:
        if (this.announced) {
          // Taken by the engine: on to the next one.
          this.queue.shift();
          this.announced = false;
          return this.pump();
        }
        this.announced = true;
        this.piece = 0;
        this.offset = 0;
        this.address = 0;
        control.store(Control.kInboxBytes, message.bytes);
        control.store(Control.kInboxState, InboxState.kInboxWanted);
        this.signal();
        return null;
      case InboxState.kInboxReady: {
        if (this.piece === 0 && this.offset === 0) {
          this.address = control.pointer(Control.kInboxPointer);
          if (this.address === 0) {
            control.store(Control.kInboxState, InboxState.kInboxEmpty);
            this.queue.shift();
            this.announced = false;
            this.signal();
            return message.header;
          }
        }
        if (this.copy(message)) {
          control.store(Control.kInboxState, InboxState.kInboxFull);
          this.signal();
        }
        return null;
      }
      default:
        return null;
    }
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
}
