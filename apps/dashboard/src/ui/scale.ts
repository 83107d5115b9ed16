/** Scales, ticks and paths: the page's charts and the pictures of `celltwin inspect` are drawn by the same. */
export * from '@celltwin/inspection/pictures/scale'
