/** @file The product's version, put in from package.json when it is built. */
declare const __LENA_VERSION__: string;

export const productVersion: string = __LENA_VERSION__;
