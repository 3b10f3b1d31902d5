/** Holds the variables of a shell, in scopes for functions and assignments before a command. */
import { type Attributes, Variable } from './variable.js';

type Scope = Map<string, Variable>;

export class Variables {
  readonly #scopes: Scope[];

  constructor(scopes: Scope[] = [new Map()]) {
    this.#scopes = scopes;
  }

  /** Returns a copy, for a subshell. */
  copy(): Variables {
    return new Variables(
      this.#scopes.map(
        (scope) => new Map([...scope].map(([name, variable]) => [name, variable.copy()])),
      ),
    );
  }

  /** Opens a scope for the variables declared until it is closed. */
  enter(): void {
    this.#scopes.push(new Map());
  }

  leave(): void {
    this.#scopes.pop();
  }

  /** Returns the visible variable of this name; a reference is not followed. */
  find(name: string): Variable | undefined {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const found = this.#scopes[i]?.get(name);
      if (found) return found;
    }
    return undefined;
  }

  /** Follows references from `name` and returns the last name. */
  resolve(name: string): string {
    let meant = name;
    for (let hops = 0; hops < 10; hops++) {
      const variable = this.find(meant);
      if (!variable?.attributes.reference || !variable.text) return meant;
      meant = variable.text;
    }
    return name;
  }

  /** Returns the variable to assign to: the visible one, or a new global one. */
  reach(name: string): Variable {
    const found = this.find(name);
    if (found) return found;
    const made = new Variable();
    this.#scopes[0]?.set(name, made);
    return made;
  }

  /** Returns the variable of this name in the innermost scope, made if there is none. */
  declareHere(name: string, attributes: Partial<Attributes> = {}): Variable {
    const scope = this.#scopes.at(-1);
    const found = scope?.get(name);
    if (found) return found;
    const made = new Variable(attributes);
    scope?.set(name, made);
    return made;
  }

  /** Returns the global variable of this name, made if there is none. */
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
      // A local variable remains, without a value, so it still hides the outer one.
      if (i === this.#scopes.length - 1 && i > 0) scope.set(name, new Variable());
      else scope.delete(name);
      return;
    }
  }

  /** Returns the names of visible variables, sorted. */
  names(): string[] {
    return [...new Set(this.#scopes.flatMap((scope) => [...scope.keys()]))].sort();
  }

  /** Returns the exported variables. */
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
