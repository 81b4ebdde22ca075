// Questions to a worker of the thread-less engine, and who waits for the answers.
import type { FileKind, RequestHeader, Response } from './engine';
import { concatenate, encodeRequest } from './messages';
import { Questions, type Picked } from './seen';
import type { Film } from './single-protocol';
import type { Slot } from './single-slot';

type EncodedFile = Uint8Array<ArrayBuffer>;

export class SingleQuestions {
  private readonly picks = new Questions<Picked | null>();
  private readonly outlines = new Questions<string>();
  private readonly files = new Questions<EncodedFile | null>();

  pick(slot: Slot, x: number, y: number): Promise<Picked | null> {
    return this.picks.ask((id) => post(slot, { op: 'pick', id, x, y }), slot);
  }

  outline(slot: Slot, pointer: string): Promise<string> {
    return this.outlines.ask((id) => post(slot, { op: 'outline', id, pointer }), slot);
  }

  encode(slot: Slot, kind: FileKind, film: Film): Promise<EncodedFile | null> {
    return this.files.ask((id) => slot.post({ type: 'encode', id, kind, film }, [film.values.buffer]), slot);
  }

  answer(response: Response): void {
    if (response.type === 'picked') this.picks.answer(response.id, response);
    if (response.type === 'outlined') this.outlines.answer(response.id, response.path);
  }

  answerFile(id: number, file: EncodedFile): void {
    this.files.answer(id, file);
  }

  /** This slot's worker is gone; without a slot, all are. */
  giveUp(slot?: Slot): void {
    this.picks.giveUp(null, slot);
    this.outlines.giveUp('', slot);
    this.files.giveUp(null, slot);
  }
}

function post(slot: Slot, header: RequestHeader): void {
  slot.post({ type: 'request', bytes: concatenate(encodeRequest(header)) });
}
