/** @file A small picture shown pixel by pixel, as large as its element. */
import { css, html, LitElement, nothing } from "lit";
import type { Picture } from "./pixels.ts";

export class PixelImage extends LitElement {
  static override properties = { picture: { attribute: false }, label: {} };
  declare picture: Picture;
  /** What there is to see; empty where it is said beside the picture. */
  declare label: string;

  constructor() {
    super();
    this.label = "";
  }

  static override styles = css`
    :host {
      display: block;
    }
    canvas {
      display: block;
      width: 100%;
      image-rendering: pixelated;
    }
  `;

  override render() {
    const { width, height } = this.picture;
    const isNamed = this.label !== "";
    return html`<canvas
      width=${width}
      height=${height}
      role=${isNamed ? "img" : nothing}
      aria-label=${isNamed ? this.label : nothing}
      aria-hidden=${isNamed ? nothing : "true"}
    ></canvas>`;
  }

  protected override updated(): void {
    const { width, height, rgba } = this.picture;
    const context = this.renderRoot.querySelector("canvas")?.getContext("2d");
    if (width > 0 && height > 0) context?.putImageData(new ImageData(rgba, width, height), 0, 0);
  }
}
customElements.define("lena-pixel-image", PixelImage);

declare global {
  interface HTMLElementTagNameMap {
    "lena-pixel-image": PixelImage;
  }
}
