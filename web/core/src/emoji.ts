import type { Language } from './i18n';

/** What a chat offers to pick, with the names by which it is found and read out. Not in the index: few open it. */
export interface Emoji {
  readonly emoji: string;
  readonly name: Readonly<Record<Language, string>>;
}

const list: readonly (readonly [emoji: string, en: string, zh: string])[] = [
  ['😀', 'grinning', '笑脸'],
  ['😂', 'tears of joy', '笑哭'],
  ['🙂', 'slight smile', '微笑'],
  ['😉', 'wink', '眨眼'],
  ['😊', 'blushing smile', '害羞的笑'],
  ['😍', 'heart eyes', '爱慕'],
  ['🥰', 'smile with hearts', '喜爱'],
  ['😘', 'blowing a kiss', '飞吻'],
  ['😎', 'sunglasses', '墨镜'],
  ['🤓', 'nerd', '书呆子'],
  ['🤔', 'thinking', '思考'],
  ['🤨', 'raised eyebrow', '怀疑'],
  ['😐', 'neutral', '面无表情'],
  ['🙄', 'rolling eyes', '翻白眼'],
  ['😅', 'sweating smile', '尴尬的笑'],
  ['😴', 'asleep', '睡着'],
  ['😢', 'crying', '哭泣'],
  ['😭', 'sobbing', '大哭'],
  ['😤', 'huffing', '不服气'],
  ['😡', 'angry', '生气'],
  ['😱', 'screaming', '尖叫'],
  ['😮', 'astonished', '惊讶'],
  ['🤯', 'mind blown', '震惊'],
  ['🥳', 'party face', '庆祝的脸'],
  ['🤗', 'hug', '拥抱'],
  ['🤝', 'handshake', '握手'],
  ['👋', 'waving hand', '挥手'],
  ['👍', 'thumbs up', '赞'],
  ['👎', 'thumbs down', '踩'],
  ['👏', 'clapping', '鼓掌'],
  ['🙌', 'raised hands', '举双手'],
  ['🙏', 'thank you', '谢谢'],
  ['💪', 'strong arm', '加油'],
  ['👌', 'OK hand', '好的'],
  ['✌️', 'victory', '胜利'],
  ['🤞', 'crossed fingers', '祈求好运'],
  ['👀', 'eyes', '看'],
  ['❤️', 'red heart', '红心'],
  ['💙', 'blue heart', '蓝心'],
  ['💚', 'green heart', '绿心'],
  ['💛', 'yellow heart', '黄心'],
  ['💔', 'broken heart', '心碎'],
  ['🔥', 'fire', '火'],
  ['✨', 'sparkles', '闪耀'],
  ['⭐', 'star', '星星'],
  ['💯', 'hundred points', '满分'],
  ['🎉', 'party popper', '庆祝'],
  ['🎂', 'cake', '蛋糕'],
  ['🎁', 'gift', '礼物'],
  ['🏆', 'trophy', '奖杯'],
  ['🚀', 'rocket', '火箭'],
  ['💡', 'idea', '主意'],
  ['🎵', 'music', '音乐'],
  ['🎤', 'microphone', '麦克风'],
  ['📷', 'camera', '相机'],
  ['☕', 'coffee', '咖啡'],
  ['🍵', 'tea', '茶'],
  ['🍕', 'pizza', '披萨'],
  ['🍻', 'cheers', '干杯'],
  ['🌹', 'rose', '玫瑰'],
  ['☀️', 'sun', '太阳'],
  ['🌈', 'rainbow', '彩虹'],
  ['✅', 'done', '完成'],
  ['❌', 'wrong', '错误'],
];

export const emojis: readonly Emoji[] = list.map(([emoji, en, zh]) => ({ emoji, name: { en, 'zh-CN': zh } }));

/** Those whose name in this language has the words in it; all when there are none. */
export function findEmojis(words: string, language: Language): readonly Emoji[] {
  const wanted = words.trim().toLocaleLowerCase(language).split(/\s+/);
  return emojis.filter(({ name }) => wanted.every((word) => name[language].toLocaleLowerCase(language).includes(word)));
}

/** Where the arrow keys lead from one of `count` in rows of `columns`; the same where there is nothing. */
export function gridStep(from: number, key: string, count: number, columns: number): number {
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    Home: -from,
    End: count - 1 - from,
  };
  const to = from + (steps[key] ?? 0);
  return to >= 0 && to < count ? to : from;
}
