import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectOf } from './pointer';

test('a pointer into an object means the object', () => {
  assert.equal(objectOf('/objects/3/sphere/radius'), '/objects/3');
  assert.equal(objectOf('/objects/3/group/12/material'), '/objects/3/group/12');
  assert.equal(objectOf('/objects/3/group'), '/objects/3');
  assert.equal(objectOf('/prototypes/a tree/group/0/mesh'), '/prototypes/a tree/group/0');
  assert.equal(objectOf('/prototypes/a~1b'), '/prototypes/a~1b');
  assert.equal(objectOf('/objects'), '');
  assert.equal(objectOf('/camera/position'), '');
  assert.equal(objectOf(''), '');
});
