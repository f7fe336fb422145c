/** The bank's mark: a vale between two hills, open to the harbour. */
export function Mark({ size }: { size: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 40 40" aria-hidden="true">
      <path
        fill="currentColor"
        d="M20 1a19 19 0 0 1 18.800 16.200C31 17.800 25.500 21 20 27.500 14.500 21 9 17.800 1.200 17.200A19 19 0 0 1 20 1Z"
      />
      <path
        fill="none"
        stroke="currentColor"
        stroke-width="2.200"
        stroke-linecap="round"
        d="M2.400 23.500c4.600.400 7.600 2.300 10.600 5.200M37.600 23.500c-4.600.400-7.600 2.300-10.600 5.200M6 31.500c3.800 0 5.200 1.800 8.200 1.800 2.900 0 3.300-1.300 5.800-1.300s2.900 1.300 5.800 1.300c3 0 4.400-1.800 8.200-1.800M13 37.200c2.500 0 4-.900 7-.900s4.500.900 7 .900"
      />
    </svg>
  );
}
