declare module 'pug-parser' {
  export default function parse(tokens: unknown, options: { readonly src: string }): unknown;
}
declare module 'pug-lexer' {
  export default function lex(text: string): unknown;
}
