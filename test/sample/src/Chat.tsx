import { useState } from 'react';
import { ask } from './lib/ai';

export function Chat() {
  const [answer, setAnswer] = useState('');
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault();
        const message = new FormData(event.currentTarget).get('message');
        setAnswer((await ask(String(message))) ?? '');
      }}
    >
      <input name="message" />
      <p>{answer}</p>
    </form>
  );
}
