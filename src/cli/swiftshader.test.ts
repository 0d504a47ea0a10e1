import { expect, test } from "vitest";
import { type FileSystem, findSwiftShader, findVulkanLoader, hasVulkanDriver } from "./swiftshader.ts";

/** A file system that holds just these files. */
function holding(...paths: string[]): FileSystem {
  return {
    exists: (path) => paths.includes(path),
    list: (folder) => [
      ...new Set(
        paths
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => path.slice(folder.length + 1).split("/")[0]!),
      ),
    ],
    resolve: (path) => (path === "/usr/bin/my-chrome" ? "/opt/mine/chrome" : path),
  };
}

test.each([
  ["Debian's Chromium", {}, "/usr/lib/chromium/vk_swiftshader_icd.json"],
  ["Chrome", {}, "/opt/google/chrome/vk_swiftshader_icd.json"],
  ["Playwright's own", { HOME: "/h" }, "/h/.cache/ms-playwright/chromium-1/chrome-linux64/vk_swiftshader_icd.json"],
  [
    "Playwright's own in another folder",
    { PLAYWRIGHT_BROWSERS_PATH: "/pw" },
    "/pw/chromium_headless_shell-1/chrome-linux/vk_swiftshader_icd.json",
  ],
  ["the one behind CHROMIUM_PATH", { CHROMIUM_PATH: "/usr/bin/my-chrome" }, "/opt/mine/vk_swiftshader_icd.json"],
])("SwiftShader is found beside %s", (_, env, path) => {
  expect(findSwiftShader(env, holding(path))).toBe(path);
});

test("the Chromium that is named wins over the one that is installed", () => {
  const files = holding("/usr/lib/chromium/libvulkan.so.1", "/opt/mine/libvulkan.so.1");
  expect(findVulkanLoader({ CHROMIUM_PATH: "/usr/bin/my-chrome" }, files)).toBe("/opt/mine/libvulkan.so.1");
  expect(findVulkanLoader({}, files)).toBe("/usr/lib/chromium/libvulkan.so.1");
});

test("a machine without Chromium has neither", () => {
  expect(findSwiftShader({}, holding())).toBeUndefined();
  expect(findVulkanLoader({}, holding())).toBeUndefined();
});

test("an installed driver is found where the loader looks", () => {
  expect(hasVulkanDriver({}, holding("/usr/share/vulkan/icd.d/radeon_icd.x86_64.json"))).toBe(true);
  expect(hasVulkanDriver({}, holding("/etc/vulkan/icd.d/nvidia_icd.json"))).toBe(true);
  expect(hasVulkanDriver({ XDG_DATA_DIRS: "/a:/b" }, holding("/b/vulkan/icd.d/x.json"))).toBe(true);
  expect(hasVulkanDriver({}, holding("/usr/share/vulkan/icd.d/readme.txt"))).toBe(false);
});
