import type { Sink } from '../sink';
import { AI_SDK_SINKS } from './answerStreams';
import { STORING } from './databases';

const REPLIES =
  '{reply,followUp,editReply,sendMessage,say,replyWithMarkdown,replyWithHTML,sendText,' +
  'editMessageText,react,chatUpdate}';
const PASSES =
  '{json,send,end,write,enqueue,sendEvent,writeSSE,respond,render,sse,success,ok,emit,next,data,append,writeln}';
/** What carries something on to other programs, or to parts of this one: nobody waits there. */
const CARRIERS =
  'queue,*Queue,bus,*Bus,events,emitter,*Emitter,producer,*Producer,publisher,*Publisher,' +
  'topic,*Topic,mail,mailer,*Mailer,transport,transporter,messaging,*Messaging,push,webpush,' +
  'sms,outbox,pubsub,pubSub,broker,*Broker,sqs,sns,kafka,amqp';
/** `setText`, and neither `set` nor `settle`. */
const SETTERS = `{${[...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `set${letter}*`).join(',')}}`;
const SHOWS =
  '{dispatch,commit,patch,alert,showInformationMessage,openTextDocument,showTextDocument,' +
  'createWebviewPanel,insertSnippet,insertText,$set}';

/**
 * Where something ends as names alone suggest it, whatever stands before them. The first that fits
 * counts.
 */
export const SINKS: readonly Sink[] = [
  // Names that would else suggest something that they are not.
  {
    call: [
      '{formData,form,params,headers,*FormData,*Form,*Params,*Headers}.append',
      '{controller,res,response,reply}.{set,add,create,put}',
      `{${CARRIERS}}.${PASSES}`,
      `{${CARRIERS}}().${PASSES}`,
    ],
    into: 'nothing',
  },
  {
    call: [
      '{parse,safeParse,parseAsync,validate,jsonrepair}',
      '{parseJson*,parseJSON*,extractJson,extractJSON,fromJson,fromJSON}',
    ],
    into: 'parser',
  },
  { call: '<response>.{json,jsonp,send,render}', into: 'response', makes: 'beginning' },
  { call: '<response>.write', into: 'response', makes: 'piece' },
  {
    call: [
      '<response>.{end,text,html,body}',
      '<context>.{json,jsonp,send,end,write,render,text,html,body}',
      '{Response,NextResponse}',
      '{Response,NextResponse}.json',
      'event.respondWith',
      'io.emit',
      'ws.send',
    ],
    into: 'response',
  },
  ...AI_SDK_SINKS,
  { call: 'pipeline', into: 'nothing', passing: { failures: 'thrown' } },
  { call: 'socket.{emit,send}', into: 'socket' },
  {
    call: '{webview,*Webview,panel,*Panel,view,*View,window,self,port,*Port}.postMessage',
    into: 'page',
  },
  {
    call: [REPLIES, 'postMessage', '{channel,*Channel,message,interaction,user,bot}.send'],
    into: 'chat',
  },
  { call: PASSES, into: 'reader', common: true },
  {
    call: [
      '{writeFile,writeFileSync,appendFile,appendFileSync}',
      `*.${STORING}`,
      `().${STORING}`,
      '*.{saveMessage,store,persist}',
    ],
    into: 'store',
  },
  {
    call: [SETTERS, SHOWS, '{edit,*Edit,editBuilder}.{replace,insert}'],
    into: 'screen',
  },
  { call: '{redirect,navigate}', into: 'address' },
  {
    call: ['{ctx,context}.body', '{ctx,context}.response.body', '{res,response}.*'],
    of: 'member',
    into: 'response',
  },
  { call: 'innerHTML', of: 'member', into: 'page' },
  {
    call: '{value,innerText,textContent,innertext,current}',
    of: 'member',
    into: 'screen',
  },
];
