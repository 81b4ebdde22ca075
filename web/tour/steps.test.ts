import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textChange } from '../files/text-change';
import { tour } from './steps';

const at = (value: unknown, pointer: string): unknown =>
  pointer.split('/').slice(1).reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);

test('ten steps, each a small change that adds something and takes nothing away', () => {
  assert.equal(tour.length, 10);
  tour.forEach((step, i) => {
    assert.ok(step.say.length < 120, step.say);
    const scene: unknown = JSON.parse(step.text);
    assert.notEqual(at(scene, step.pointer), undefined, step.pointer);
    if (i === 0) return;
    const before = tour[i - 1]!.text;
    assert.equal(at(JSON.parse(before), step.pointer), undefined, `${step.pointer} was there before`);
    const change = textChange(before, step.text)!;
    assert.equal(change.to, change.from, step.say);
    assert.ok(change.insert.length < 160, step.say);
  });
});
