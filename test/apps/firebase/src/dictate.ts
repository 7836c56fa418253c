import OpenAI from 'openai';

const openai = new OpenAI({ apiKey: import.meta.env.VITE_OPENAI_API_KEY, dangerouslyAllowBrowser: true });

/** The words of a recording. */
export async function dictate(file: File, german: boolean): Promise<string> {
  const { text } = await openai.audio.transcriptions.create({ file, model: 'whisper-1', language: german ? 'de' : 'en' });
  return text;
}
