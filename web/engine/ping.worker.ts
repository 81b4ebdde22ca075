// Says that module workers start here at all.
postMessage('pong');
