interface ChoiceProps<T extends string | number> {
  readonly label: string
  readonly choices: readonly { readonly value: T; readonly title: string }[]
  readonly value: T
  readonly onChoose: (value: T) => void
}

/** One of a few, all of them in sight. */
export function Choice<T extends string | number>({ label, choices, value, onChoose }: ChoiceProps<T>) {
  return (
    <fieldset className="seg" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          className={choice.value === value ? 'btn on' : 'btn'}
          aria-pressed={choice.value === value}
          onClick={() => onChoose(choice.value)}
        >
          {choice.title}
        </button>
      ))}
    </fieldset>
  )
}
