import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Questions } from './seen';

test('answers find their questions, in any order, and once only', async () => {
  const questions = new Questions<string>();
  const ids: number[] = [];
  const answers = [1, 2, 3].map(() => questions.ask((id) => ids.push(id)));
  questions.answer(ids[2]!, 'third');
  questions.answer(ids[0]!, 'first');
  questions.answer(ids[0]!, 'again');
  questions.answer(99, 'to nobody');
  questions.giveUp('none');
  assert.deepEqual(await Promise.all(answers), ['first', 'none', 'third']);
});

test('only those who asked the one that is gone are given up', async () => {
  const questions = new Questions<string>();
  const ids: number[] = [];
  const [one, other] = ['a worker', 'another'];
  const lost = questions.ask((id) => ids.push(id), one);
  const kept = questions.ask((id) => ids.push(id), other);
  questions.giveUp('lost', one);
  questions.answer(ids[1]!, 'answer');
  assert.deepEqual([await lost, await kept], ['lost', 'answer']);
});
