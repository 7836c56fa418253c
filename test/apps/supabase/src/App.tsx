import { useState } from 'react';
import { ask } from './ask';
import { tell } from './tell';

export default function Page() {
  const [answer, setAnswer] = useState('');
  return (
    <main>
      <button onClick={async () => setAnswer(await ask('Tell me about rivers'))}>Ask</button>
      <button onClick={() => tell('Tell me about rivers', setAnswer)}>Tell</button>
      <p>{answer}</p>
    </main>
  );
}
