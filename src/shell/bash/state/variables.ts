/** The variables of a shell, with the scopes of functions and of assignments before a command. */
import { type Attributes, Variable } from './variable.js';

type Scope = Map<string, Variable>;

export class Variables {
  readonly #scopes: Scope[];

  constructor(scopes: Scope[] = [new Map()]) {
    this.#scopes = scopes;
  }

  /** The same variables, apart from now on: those of a subshell. */
  copy(): Variables {
    return new Variables(
      this.#scopes.map(
        (scope) => new Map([...scope].map(([name, variable]) => [name, variable.copy()])),
      ),
    );
  }

  /** Begins a scope; what is declared in it ends with it. */
  enter(): void {
    this.#scopes.push(new Map());
  }

  leave(): void {
    this.#scopes.pop();
  }

  /** The variable of this name that is seen, itself where it is a reference. */
  find(name: string): Variable | undefined {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const found = this.#scopes[i]?.get(name);
      if (found) return found;
    }
    return undefined;
  }

  /** The name that is meant by `name`, which may be a reference. */
  resolve(name: string): string {
    let meant = name;
    for (let hops = 0; hops < 10; hops++) {
      const variable = this.find(meant);
      if (!variable?.attributes.reference || !variable.text) return meant;
      meant = variable.text;
    }
    return name;
  }

  /** The variable to assign to: the one that is seen, or a new one of the whole shell. */
  reach(name: string): Variable {
    const found = this.find(name);
    if (found) return found;
    const made = new Variable();
    this.#scopes[0]?.set(name, made);
    return made;
  }

  /** The variable of this name in the innermost scope, made where there is none. */
  declareHere(name: string, attributes: Partial<Attributes> = {}): Variable {
    const scope = this.#scopes.at(-1);
    const found = scope?.get(name);
    if (found) return found;
    const made = new Variable(attributes);
    scope?.set(name, made);
    return made;
  }

  /** The variable of this name outside all functions. */
  declareGlobal(name: string): Variable {
    const found = this.#scopes[0]?.get(name);
    if (found) return found;
    const made = new Variable();
    this.#scopes[0]?.set(name, made);
    return made;
  }

  remove(name: string): void {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const scope = this.#scopes[i];
      if (!scope?.has(name)) continue;
      // A local one stays known here, without a value, so that the one outside stays hidden.
      if (i === this.#scopes.length - 1 && i > 0) scope.set(name, new Variable());
      else scope.delete(name);
      return;
    }
  }

  /** Names that are seen, sorted. */
  names(): string[] {
    return [...new Set(this.#scopes.flatMap((scope) => [...scope.keys()]))].sort();
  }

  /** What a program that is started gets to know. */
  environment(): Record<string, string> {
    const environment: Record<string, string> = {};
    for (const name of this.names()) {
      const variable = this.find(name);
      const { value } = variable ?? {};
      if (variable?.attributes.exported && value !== undefined) environment[name] = value;
    }
    return environment;
  }
}
