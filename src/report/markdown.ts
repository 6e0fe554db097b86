export const format = (): string => '';
