import { expect, it } from 'vitest';
import { pushUrls } from './restream';

it.each([
  ['rtmp://a.example/live/key', ['rtmp://a.example/live/key']],
  [
    ' rtmp://a.example/live/key\nrtmps://b.example:443/app/k?x=1 ',
    ['rtmp://a.example/live/key', 'rtmps://b.example:443/app/k?x=1'],
  ],
  ['rtmp://a.example/k rtmp://a.example/k', ['rtmp://a.example/k']],
  ['', null],
  ['rtmp://a.example', null],
  ['https://a.example/live', null],
  ['rtmp://a.example/k\nnonsense', null],
  ['rtmp://a/1 rtmp://a/2 rtmp://a/3 rtmp://a/4', null],
])('reads %j', (text, urls) => {
  expect(pushUrls(text)).toEqual(urls);
});
