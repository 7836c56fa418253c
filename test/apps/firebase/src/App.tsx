import { useState } from 'react';
import { ask } from './ask';
import { dictate } from './dictate';

export default function Page() {
  const [answer, setAnswer] = useState('');
  return (
    <main>
      <button onClick={async () => setAnswer(await ask('Tell me about rivers'))}>Ask</button>
      <input type="file" onChange={async ({ target }) => target.files?.[0] && setAnswer(await dictate(target.files[0], true))} />
      <p>{answer}</p>
    </main>
  );
}
