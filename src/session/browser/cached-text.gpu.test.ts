import { afterEach, expect, test } from "vitest";
import { cachedText } from "./cached-text.ts";

afterEach(() => caches.delete("lena-lab"));

test("nothing at first, then what was written last", async () => {
  const text = cachedText(window, "test.json");
  expect(await text.read()).toBeUndefined();
  await text.write("one");
  await text.write("two");
  expect(await cachedText(window, "test.json").read()).toBe("two");
  expect(await cachedText(window, "other.json").read()).toBeUndefined();
});

test("where storage is refused, it rejects", async () => {
  const refused = { location, caches: { open: () => Promise.reject(new DOMException("denied", "SecurityError")) } };
  const text = cachedText(refused as unknown as typeof window, "test.json");
  await expect(text.read()).rejects.toThrow("denied");
  await expect(text.write("one")).rejects.toThrow("denied");
});
