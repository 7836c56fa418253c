import { useState } from 'react';
import { ask } from './ask';
import { dictate } from './dictate';
import { tell } from './tell';

export default function Page() {
  const [answer, setAnswer] = useState('');
  return (
    <main>
      <button onClick={async () => setAnswer(await ask('Tell me about rivers'))}>Ask</button>
      <button onClick={() => tell('Tell me about rivers', setAnswer)}>Tell</button>
      <input type="file" onChange={async ({ target }) => target.files?.[0] && setAnswer(await dictate(target.files[0], true))} />
      <p>{answer}</p>
    </main>
  );
}
