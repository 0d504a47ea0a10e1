/**
 * @file The models that ship, by name. Each is data: adding one is one JSON file
 * and one line here.
 */
import * as v from "valibot";
import { type ModelSpec, modelSpecSchema } from "../model-spec.ts";
import lenet5 from "./lenet5.json";
import resnet8 from "./resnet8.json";
import resnet18 from "./resnet18.json";
import smallCnn from "./small-cnn.json";
import smallCnnBn from "./small-cnn-bn.json";

export const models: ReadonlyMap<string, ModelSpec> = new Map(
  [smallCnn, smallCnnBn, lenet5, resnet8, resnet18].map((data) => {
    const spec = v.parse(modelSpecSchema, data);
    return [spec.name, spec];
  }),
);
