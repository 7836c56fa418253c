import type { Model } from '../model';

/**
 * Remote procedures, server actions and GraphQL. Sources: trpc.io/docs, next-safe-action.dev,
 * graphql.org, the-guild.dev.
 */
export const remoteCalls: readonly Model[] = [
  {
    id: 'trpc',
    title: 'tRPC',
    packages: ['@trpc/server'],
    things: {
      builder: { from: 'initTRPC', builds: true },
      procedure: { from: ['<builder>.procedure', '<builder>'], builds: true },
    },
    registrations: [
      {
        call: '<procedure>.{query,mutation,subscription}',
        argument: 0,
        entry: 'rpc',
        what: 'the procedure `{name}`',
        returns: true,
      },
    ],
    errorHandlers: [
      {
        call: '<builder>.create',
        of: 'option',
        name: 'errorFormatter',
        shapes: true,
        label: '`errorFormatter` shapes it',
      },
    ],
    answers: [{ call: 'TRPCError()' }],
    sources: [
      {
        of: 'rpc',
        kind: 'call',
        what: 'the input of {entry}',
        through: '{input,rawInput}',
        not: '{ctx,context,parent,root}',
      },
    ],
  },
  {
    id: 'graphql',
    title: 'GraphQL',
    packages: [
      '@apollo/server',
      'apollo-server*',
      'graphql-yoga',
      '@graphql-tools/*',
      'graphql',
      'mercurius',
    ],
    registrations: [
      {
        call: [
          '{ApolloServer,GraphQLServer}',
          '{createYoga,createSchema,makeExecutableSchema,mergeResolvers,buildSchema}',
        ],
        entry: 'rpc',
        what: 'the resolver',
      },
    ],
    answers: [{ call: '{GraphQLError,ApolloError}()' }],
  },
  {
    id: 'type-graphql',
    title: 'TypeGraphQL',
    packages: ['type-graphql', '@nestjs/graphql'],
    methods: [
      {
        call: '{Query,Mutation,Subscription,ResolveField,FieldResolver}',
        of: 'decorator',
        entry: 'rpc',
        what: 'the method `{name}` (`@{decorator}`)',
      },
    ],
    readers: [
      {
        call: '{Args,Arg}',
        of: 'parameter',
        is: { kind: 'call', what: 'the arguments' },
        field: 'first',
      },
    ],
  },
  {
    id: 'safe-action',
    title: 'next-safe-action',
    packages: ['next-safe-action', 'zsa'],
    things: {
      client: {
        from: ['{createSafeActionClient,createServerAction,createServerActionProcedure}'],
        builds: true,
      },
    },
    registrations: [
      {
        call: '<client>.{action,stateAction,serverAction,handler}',
        argument: 0,
        entry: 'action',
        what: 'the server function',
      },
    ],
    errorHandlers: [
      {
        call: 'createSafeActionClient',
        of: 'option',
        name: 'handleServerError',
        shapes: true,
        label: '`handleServerError` shapes it',
      },
      {
        call: 'createSafeActionClient',
        of: 'option',
        name: 'handleReturnedServerError',
        shapes: true,
        label: '`handleReturnedServerError` shapes it',
      },
    ],
    sources: [
      {
        of: 'action',
        kind: 'call',
        what: 'the argument of {entry}',
        through: '{data,parsedInput,input,clientInput}',
        not: '{ctx,context}',
      },
    ],
  },
  {
    id: 'qwik',
    title: 'Qwik',
    packages: ['@builder.io/qwik', '@builder.io/qwik-city', '@qwik.dev/core', '@qwik.dev/router'],
    registrations: [
      {
        call: '{server$,action$,routeAction$,routeLoader$,globalAction$}',
        entry: 'action',
        what: 'the server function `{name}`',
      },
    ],
  },
];
