/** First on a page: past its navigation, to the element with the id `content`. */
export const SkipLink = () => (
  <a
    href="#content"
    className="sr-only z-80 rounded-md bg-primary px-3 py-2 text-on-primary focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
  >
    Skip to content
  </a>
);
