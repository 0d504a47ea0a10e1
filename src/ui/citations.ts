/** @file What a paper that uses this page cites, as BibTeX: LENA itself, and this program. */
import { productVersion } from "../core/version.ts";

const paper = `@inproceedings{ko2022lena,
  title     = {Not All Layers Are Equal: A Layer-Wise Adaptive Approach Toward Large-Scale {DNN} Training},
  author    = {Ko, Yunyong and Lee, Dongwon and Kim, Sang-Wook},
  booktitle = {Proceedings of the {ACM} Web Conference 2022},
  year      = {2022},
  doi       = {10.1145/3485447.3511989}
}`;

/** `address`: where this page is. */
export const bibtex = (address: string): string => `${paper}

@software{lenalab,
  title   = {{LENA} Lab: layer-wise learning rates of data-parallel training on {WebGPU}},
  author  = {{LENA Lab contributors}},
  version = {${productVersion}},
  year    = {2026},
  url     = {${address}}
}
`;
