export function refresh(): void {}
