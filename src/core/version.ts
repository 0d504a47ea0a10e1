/** @file Version of the product, from package.json; the build puts it in (vite.config.ts). */
declare const __LENA_VERSION__: string;

export const productVersion: string = __LENA_VERSION__;
