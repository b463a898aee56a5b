import en from "./en.json";
import zh from "./zh-CN.json";

export type Translate = (key: string, values?: Record<string, string | number>) => string;

type Texts = Readonly<Record<string, string>>;

const chinese: Texts = zh;
const english: Texts = en;

/** The page's language; Simplified Chinese unless it says English. */
export function pageLanguage(): string {
  return document.documentElement.lang.toLowerCase().startsWith("en") ? "en" : "zh-CN";
}

export function translator(language: string): Translate {
  const texts = language === "en" ? english : chinese;
  return (key, values) => (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole: string, name: string) => String(values?.[name] ?? whole));
}

export function has(key: string): boolean {
  return key in chinese;
}

/** 12 → "12 秒"; 750 → "12 分"; 7,500 → "2 小时 5 分". */
export function duration(seconds: number, t: Translate): string {
  if (seconds < 60) {
    return t("time.seconds", { n: Math.max(0, Math.floor(seconds)) });
  }
  if (seconds < 3_600) {
    return t("time.minutes", { n: Math.floor(seconds / 60) });
  }
  if (seconds < 86_400) {
    return t("time.hours", { n: Math.floor(seconds / 3_600), m: Math.floor((seconds % 3_600) / 60) });
  }
  return t("time.days", { n: Math.floor(seconds / 86_400), h: Math.floor((seconds % 86_400) / 3_600) });
}

/** Age of a picture: one decimal below ten seconds. */
export function age(milliseconds: number, t: Translate): string {
  return milliseconds < 9_950 ? t("time.seconds", { n: (milliseconds / 1_000).toFixed(1) }) : duration(milliseconds / 1_000, t);
}

/** Local time with seconds. */
export function clockTime(epoch: number): string {
  const date = new Date(epoch);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}
