import { Fragment } from 'react';

/** After the slashes of a time zone; before the @ of an address, and after the dots that stand before it. */
const ends = /(?<=\/)|(?=@)|(?<=\.)(?=[^@]*@)/;

/** A long word without spaces, broken where its parts end, and anywhere only when a part alone is too long. */
export const Parted = ({ text }: { text: string }) => (
  <span className="wrap-anywhere">
    {text.split(ends).map((part, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
      <Fragment key={at}>
        {at > 0 && <wbr />}
        {part}
      </Fragment>
    ))}
  </span>
);
