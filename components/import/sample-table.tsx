/** The first rows of the file as they are. */
export const SampleTable = ({ header, sample }: { header: string[]; sample: string[][] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
  <section aria-label="First rows of the file" tabIndex={0} className="overflow-x-auto rounded-lg border">
    <table className="w-full border-collapse text-xs">
      <thead className="bg-sunken text-left text-ink-3">
        <tr>
          {header.map((name, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a header may name two columns alike
            <th key={at} scope="col" className="h-8 px-3 font-medium whitespace-nowrap">
              {name || <span className="italic">no name</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sample.map((cells, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other identity
          <tr key={row} className="border-t">
            {header.map((_, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <td key={at} className="max-w-48 truncate px-3 py-1.5">
                {cells[at]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
